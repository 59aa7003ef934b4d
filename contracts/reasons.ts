import type { CodeClass } from './codes.ts';

/**
 * Why a notice became what it is, where that is not a code: one plain sentence for an officer each. What is written into a
 * notice as its reason has its type from here, so that there is none without words. What GOV.UK Notify itself called it
 * stands beside it, as `detail`.
 */
export const REASONS = {
  'no-trigger': 'Nothing needs saying today: no reminder has just gone out and no instalment was just missed.',
  expired: 'The date to pay by would have passed before it could be sent.',
  stale: 'Newer figures for this debt had already arrived.',
  'trigger-ended': 'What it would tell is overtaken: its source no longer asks for it.',
  // Why an event leads to no message (format page of events, section 4).
  'moment-passed': 'The day on which it was to go had passed before we were told.',
  'no-reporter': 'Nobody left a mobile number or email address that can be used.',
  'document-not-sent': 'The document that it speaks of does not go.',
  'schedule9-incomplete':
    'The decision does not state everything that the law wants in it: its sender must make it anew.',
  'document-missing': 'Its document is not where its sender says.',
  'document-unreadable': 'Its document is no readable PDF, or not the one that its sender named.',
  'document-too-large': 'Its document is larger than GOV.UK Notify prints.',
  'holidays-unknown':
    'The bank holidays of that time are not published here yet, so nobody can say when it counts as served.',
  'too-late-in-law': 'It would arrive too late for the time that the law gives: its sender must make it anew.',
  'too-early-in-law':
    'The law wants more days after a missed instalment or a reminder before it: its sender must make it anew.',
  'switched-off': 'The council does not send messages of this kind.',
  shadow: 'This stage sends nothing yet.',
  'allow-list': 'This person is not among those whom this stage may reach.',
  crossed: 'Something that would have stopped it was learned too late.',
  // Why it waits again.
  'outside-window': 'It may only be sent at certain hours on working days.',
  'pay-by-too-early':
    'The file gives a date to pay by that is earlier than the law allows, so nobody is told it: the sender must put it right.',
  'document-waits': 'The document that it speaks of has not gone yet.',
  'pay-by-corrected': 'A newer file put its date to pay by right.',
  'late-for-slot': 'Its turn had passed, so it gets another.',
  'no-time-left': 'There was no time left to send it safely, so it gets another turn.',
  'address-changed': 'The number or email address had changed.',
  'stopped-officer': 'An officer had stopped all sending.',
  'stopped-set-up': 'All sending had stopped, because something is wrong with the set-up in GOV.UK Notify.',
  'stopped-copy': 'All sending had stopped, because an older state of Crier had been put back.',
  restored: 'An older state of Crier had been put back, so GOV.UK Notify is asked first whether it has this already.',
  'rate-limited': 'GOV.UK Notify asked for a slower pace.',
  'day-used-up': 'The limit for the day at GOV.UK Notify was used up.',
  'stopped-template':
    'Its wording had stopped, because GOV.UK Notify refused several in words that Crier does not know.',
  'smoke-test':
    'GOV.UK Notify takes messages to this number or address, and sends none: it is one of its own for tests.',
  'no-connection': 'GOV.UK Notify could not be reached, so it has nothing of this.',
  unknown: 'GOV.UK Notify refused it in words that Crier does not know.',
  'set-up': 'GOV.UK Notify refused it because of how Crier is set up there: sending waits until that is put right.',
  'officer-let-go': 'An officer let it go on.',
  'officer-ended': 'An officer ended it.',
  'run-cancelled': 'An officer cancelled the run that asked for it, which was far from what was expected.',
  'next-channel': 'It goes another way.',
  'no-further-channel': 'We have no other number or email to try.',
  // What GOV.UK Notify said or did not say.
  'no-answer': 'GOV.UK Notify did not answer.',
  'fault-at-notify': 'GOV.UK Notify answered that it has a fault.',
  'no-id': 'GOV.UK Notify gave an answer that cannot be read.',
  'lease-over': 'The attempt to send it did not report back.',
  'found-at-notify': 'When it was asked, it had it.',
  'not-at-notify': 'When it was asked, it did not have it.',
  'no-receipt': 'It never said what became of it.',
  'permanent-failure': 'There is no such number or address.',
  'temporary-failure': 'The phone was off or the inbox full for too long.',
  'technical-failure': 'There was a fault on the way to the phone or inbox.',
  'refused-by-notify': 'GOV.UK Notify says that this message will never do.',
  'validation-failed': 'GOV.UK Notify found that it cannot be printed.',
  'virus-scan-failed': 'It did not pass the virus scan of GOV.UK Notify.',
  'cancelled-at-notify': 'It was cancelled in GOV.UK Notify.',
  'letter-returned': 'It came back: its address is not used any more until it is told anew.',
  'message-lost': 'Its turn came and no worker took it up, so it gets another.',
  // Why it is not tried another way.
  blocked: 'It was not tried another way, because something has come up that holds it.',
  cancelled: 'It was not tried another way, because it is not asked for any more.',
} as const satisfies Readonly<Record<string, string>>;

export type Reason = keyof typeof REASONS;

/** Why a notice was not sent, as a class for publication: those of codes, and of reasons that are none. */
export type ReasonClass = CodeClass | 'overtaken' | 'document' | 'not-used' | 'other';

/** What stops a notice without a code, by class. All other reasons say what became of a message, or why it waits. */
export const REASON_CLASSES: Readonly<Partial<Record<Reason, ReasonClass>>> = {
  expired: 'window',
  'moment-passed': 'window',
  'too-late-in-law': 'window',
  'too-early-in-law': 'window',
  'trigger-ended': 'overtaken',
  stale: 'overtaken',
  'no-reporter': 'no-contact-details',
  'document-not-sent': 'document',
  'schedule9-incomplete': 'document',
  'document-missing': 'document',
  'document-unreadable': 'document',
  'document-too-large': 'document',
  'holidays-unknown': 'welfare-or-legal',
  'switched-off': 'not-used',
  shadow: 'not-used',
  'allow-list': 'not-used',
  'officer-ended': 'not-used',
};

export const ALL_REASONS = Object.keys(REASONS) as Reason[];
