import type { Channel, NoticeType, Variant } from '../notice/notice.ts';
import { recovery } from './recovery.ts';
import type { NoticeTypeEntry, Wording } from './types.ts';

/** Every notice type there is. A further family is a further file, listed here. */
const entries: readonly NoticeTypeEntry[] = [...recovery];

export const noticeTypes = Object.fromEntries(entries.map((entry) => [entry.type, entry])) as Record<
  NoticeType,
  NoticeTypeEntry
>;

/** A template as it must be set up in Notify. */
export type Template = { name: string; type: Channel; subject: string | null; body: string };

/** All templates that the catalogue needs, each once, by name. */
export function templates(): Template[] {
  const byName = new Map<string, Template>();
  for (const { template, channel, subject, body } of entries.flatMap((entry) => entry.wordings)) {
    byName.set(template, { name: template, type: channel, subject, body });
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The wording of one notice type for a channel, a variant, and with or without a first name. */
export function wordingOf(type: NoticeType, choice: { channel: Channel; variant: Variant; named: boolean }): Wording {
  const found = noticeTypes[type].wordings.find(
    (each) => each.channel === choice.channel && each.variant === choice.variant && each.named === choice.named,
  );
  if (!found)
    throw new Error(
      `${type} has no ${choice.variant} wording by ${choice.channel}${choice.named ? '' : ' without a name'}`,
    );
  return found;
}
