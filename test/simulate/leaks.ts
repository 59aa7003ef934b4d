import { type Guard, guard } from './guard.ts';

const SEND = 'functions/notices/send-notices/send-notices.ts';
const POSTED = 'return writeDown(deps, asSent(notice, recipient), said);';

/** Data of residents let out on purpose, one place at a time. `found` is what the schedules are to say of it. */
const leak = (place: string, before: string, after = POSTED): Guard & { found: RegExp } => ({
  ...guard(`a leak into ${place}`, SEND, { with: POSTED, without: `${before}\n  ${after}` }),
  found: new RegExp(`(7700\\d{6}|@example\\.org) is in ${place}`),
});

export const LEAKS = [
  leak('events', "await deps.publish([{ id: 'x', type: 'x', subject: recipient.to }]);"),
  leak('queues', "await deps.track({ kind: 'refused', notice: recipient.to, channel: 'sms' });"),
  leak(
    'notices',
    'notice = { ...notice, history: notice.history.map((step) => ({ ...step, codes: [recipient.to] })) };',
  ),
  { ...leak('logs', "deps.alarm('x', { to: recipient.to });"), name: 'a leak into an alarm' },
  {
    ...leak('logs', `await ${POSTED.slice('return '.length)}`, "return { kind: 'rejected', reason: recipient.to };"),
    name: 'a leak into the reason of an outcome',
  },
  {
    ...leak('logs', "if (posted.kind === 'uncertain') throw new Error('no answer about ' + recipient.to);"),
    name: 'a leak into an error',
  },
];
