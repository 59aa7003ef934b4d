import { type Guard, guard } from './guard.ts';

const NOTICES = 'functions/notices/';
const SEND = `${NOTICES}send-notices/send-notices.ts`;
const RECONCILE = `${NOTICES}reconcile-notices/reconcile-notices.ts`;
const TRACK = `${NOTICES}track-notices/track-notices.ts`;
const STOP = `${NOTICES}steps/stop-unsent.ts`;

/**
 * What a notice has to itself, and what follows its post or its stop. That an old number is kept until the notice has left it
 * takes a schedule too rare to find: test/unit/notices/release-notices/new-number.test.ts shows it.
 */
export const FOLLOWING: readonly Guard[] = [
  guard('the next channel', `${NOTICES}track-notices/go-on.ts`, {
    with: "if (found?.kind === 'go' || found?.kind === 'wait') {",
    without: "if (found?.kind === 'wait') {",
  }),
  guard('the week of an address from when it was sent', `${NOTICES}steps/announce-sent.ts`, {
    with: 'await store.takeAddress(claimOn(cap, attempt.address, at), notice, until, at);',
    without: '',
  }),
  {
    ...guard('what a sender left untold, told by the sender that gets its message next', SEND, {
      with: "await announceAllSent(deps, notice); // another channel's turn",
      without: "// another channel's turn",
    }),
    from: 1_133,
  },
  guard('what a sender in doubt left untold, told by the receipt', TRACK, {
    with: "attempts[channel]?.outcome !== 'accepted' && (",
    without: "attempts[channel]?.outcome !== 'accepted' && !attempts && (",
    from: 111,
  }),
  guard('what a reconciler left untold of the channel before, told when this one is asked about', RECONCILE, {
    with: 'if (notice.asked <= 1) await announceAllSent(deps, notice);',
    without: 'if (notice.asked <= 1) await announceSent(deps, notice);',
    from: 9_695,
  }),
  {
    ...guard('what the reconciler left untold, told at its next look', RECONCILE, {
      with: "if (notice.history.some(({ by, state }) => by === BY && state === 'accepted'))",
      without: 'if (!notice)',
    }),
    from: 4_092,
  },
  guard('the same reference on every try', SEND, {
    with: 'const reference = referenceOf({ id: notice.id, channel: recipient.channel });',
    without:
      'const reference = `$' +
      '{referenceOf({ id: notice.id, channel: recipient.channel })}.$' +
      '{notice.times_planned}`;',
  }),
  guard('the agenda kept after the claim', RECONCILE, {
    with: 'if (again) await store.enter(toMakeSure(again.at), [again.entry]);',
    without: '',
  }),
  // A leak, put in on purpose.
  guard('silence about whom it goes to', SEND, {
    with: 'return writeDown(deps, asSent(notice, recipient), said);',
    without:
      'const told = notice.history.map((step) => ({ ...step, codes: [recipient.to] }));\n  return writeDown(deps, { ...asSent(notice, recipient), history: told }, said);',
  }),
  guard('the week of an address', `${NOTICES}plan-notices/plan-for.ts`, {
    with: "if (!free) others.push('S15');",
    without: '',
  }),
  guard('the look-up by reference', RECONCILE, {
    with: 'const message = found[0];\n  if (!message) {',
    without: 'const message = found[0]!;\n  if (message || !message) {',
  }),
  guard('the difference between not found and not asked', RECONCILE, {
    with: "return 'unavailable';",
    without: 'return [];',
    from: 63,
  }),
  guard('the 35 seconds', `${NOTICES}notice/timing.ts`, {
    with: 'ASK_AFTER_MS = 35_000',
    without: 'ASK_AFTER_MS = 0',
    from: 141,
  }),
  guard('the question after a silent receipt', RECONCILE, {
    with: 'isSettled(message)) {\n    await tellTracker(deps, notice, message);',
    without: 'isSettled(message)) {',
  }),
  guard('the agenda kept after a stop', STOP, {
    with: 'enterAndPut(store, stopped, toMakeSure(at + MAKE_SURE_MS))',
    without: 'store.put(stopped)',
  }),
  guard('the second look for those who gave way', STOP, {
    with: "...(madeWay ? (['made-way'] as const) : [])",
    without: '',
    from: 48,
  }),
  guard('the end of the partner who was planned meanwhile', `${NOTICES}plan-notices/decide-again.ts`, {
    with: 'if (behind && isWaiting(before) && !told) {',
    without: 'if (behind && before === null) {',
    from: 65,
  }),
  guard('the record of which notice waits for a number', `${NOTICES}plan-notices/address-of-notice.ts`, {
    with: 'await store.waitFor(holder, candidate.id, now);',
    without: '',
    from: 409,
  }),
  {
    ...guard('the look after waiting is on record', `${NOTICES}plan-notices/address-of-notice.ts`, {
      with: 'return (await inTheWay(deps, asked))?.holder === holder;',
      without: 'return true;',
    }),
    // The notice that has the number gives it back, and all hear of it, while a planner freezes whose notice is about to
    // wait for it.
    from: 547,
    freezeAt: 'plan store.waitFor before',
  },
  guard('the note of what crossed', `${NOTICES}plan-notices/crossings.ts`, {
    with: 'if (crossed.length === 0) return notice;',
    without: 'if (crossed.length >= 0) return notice;',
    from: 56,
  }),
  guard('the announcement told again', TRACK, {
    with: "if (notice.attempts[told.channel]?.outcome === 'delivered') await announce(notice);",
    without: '',
  }),
  {
    name: 'the forward-only rule',
    from: 219,
    edits: [
      {
        file: TRACK,
        with: "if (known?.outcome === 'delivered' || known?.outcome === 'failed') return null;",
        without: '',
      },
      {
        file: `${NOTICES}notice/transition.ts`,
        with: 'if (!MAY_BECOME[notice.state].includes(state))',
        without: 'if (!(notice.state in MAY_BECOME))',
      },
    ],
  },
  guard('the forward-only rule of the register', 'test/support/register.ts', {
    with: 'if (before && !isNewer(word, before)) {',
    without: 'if (before && !word) {',
  }),
];
