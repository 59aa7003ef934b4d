/** How a notice goes. */
export const CHANNELS = ['sms', 'email', 'letter'] as const;
export type Channel = (typeof CHANNELS)[number];

/** A channel by its everyday name, to stand in a sentence. */
export const CHANNEL_WORDS: Readonly<Record<Channel, string>> = { sms: 'text', email: 'email', letter: 'letter' };
