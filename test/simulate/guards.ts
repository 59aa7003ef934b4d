/** One guard that keeps the promises of sending, with what takes it out of the source. Used by remove-guard.ts. */
export type Guard = {
  name: string;
  edits: readonly { file: string; with: string; without: string }[];
  /** Where to look first, if it takes a rare schedule to miss it. A change of the cores makes other schedules: look anew. */
  from?: number;
};

const NOTICES = 'functions/notices/';
const SEND = `${NOTICES}send-notices/send-notices.ts`;
const POSTED = `${NOTICES}send-notices/after-post.ts`;
const RELEASE = `${NOTICES}release-notices/release-notices.ts`;
const RECONCILE = `${NOTICES}reconcile-notices/reconcile-notices.ts`;
const TRACK = `${NOTICES}track-notices/track-notices.ts`;
const STOP = `${NOTICES}stop-unsent.ts`;

const guard = (name: string, file: string, words: { with: string; without: string }): Guard => ({
  name,
  edits: [{ file, ...words }],
});

export const GUARDS: readonly Guard[] = [
  guard('the condition on every write', 'test/support/notice-store.ts', {
    with: 'if ((notices.get(notice.id)?.version ?? 0) !== notice.version - 1) return false;',
    without: '',
  }),
  guard('the claim', SEND, {
    with: 'if (!(await store.put(claimed))) return duplicate;',
    without: 'await store.put(claimed);',
  }),
  guard('the slot check', SEND, {
    with: 'const late = now() > body.slot_at + SLOT_TOLERANCE_MS;',
    without: 'const late = false;',
  }),
  {
    name: 'the looks at the remaining time',
    edits: [
      {
        file: SEND,
        with: 'if (late || remainingMs() < POST_TIMEOUT_MS + MARGIN_MS)',
        without: 'if (late)',
      },
      {
        file: SEND,
        with: 'const left = Math.min(remainingMs(), (notice.lease_until ?? 0) - now());',
        without: 'const left = (notice.lease_until ?? 0) - now();',
      },
    ],
  },
  guard('the end of the lease', SEND, {
    with: 'const lease_until = claimed_at + deps.timeout_ms;',
    without: 'const lease_until = claimed_at + 1000 * deps.timeout_ms;',
  }),
  guard('the look at the lease right before posting', SEND, {
    with: 'const left = Math.min(remainingMs(), (notice.lease_until ?? 0) - now());',
    without: 'const left = Number.POSITIVE_INFINITY;',
  }),
  guard('the slots taken before anyone gets one', RELEASE, {
    with: 'setPace({ ...pace, next_slot_at }, paceRead)',
    without: 'setPace(pace, paceRead)',
  }),
  guard('the pace set only as it was read', 'test/support/notice-store.ts', {
    with: 'if (pace?.next_slot_at !== read?.next_slot_at || pace?.halved_at !== read?.halved_at) return false;',
    without: '',
  }),
  guard('the pace halved at the limit', POSTED, { with: 'await slowDown(deps, at);', without: '' }),
  guard('the line stopped by a fault of our set-up', POSTED, {
    with: "await store.control.setStop({ by: BY, at, reason: posted.error, kind: 'set-up' });",
    without: '',
  }),
  guard('the limits of a day', `${NOTICES}release-notices/day-limits.ts`, {
    with: '< daily_limits[channel] ? true',
    without: '< daily_limits[channel] || true ? true',
  }),
  guard('the stage of the roll-out', SEND, {
    with: 'if (withholds(deps.settings, recipient)) {',
    without: 'if (withholds(deps.settings, recipient) && !recipient.to) {',
  }),
  guard('the release number', SEND, {
    with: 'if (notice.release !== body.release) {',
    without: 'if (notice.release < body.release) {',
  }),
  guard('the contact hours', `${NOTICES}rules/look-again.ts`, {
    with: "if (due_at > now) return { kind: 'wait', due_at };",
    without: '',
  }),
  guard('the next channel', `${NOTICES}track-notices/go-on.ts`, {
    with: "if (found?.kind === 'go' || found?.kind === 'wait') {",
    without: "if (found?.kind === 'wait') {",
  }),
  guard('the week of an address from when it was sent', `${NOTICES}announce-sent.ts`, {
    with: 'await store.takeAddress(attempt.address, notice, until, at);',
    without: '',
  }),
  guard('the old number kept until the notice has left it', `${NOTICES}release-notices/look-at-entry.ts`, {
    with: '  // The next look gives the old address back.',
    without:
      '  if (moves) await makeWayAt(deps, notice, notice.address);\n  // The next look gives the old address back.',
  }),
  guard('the old number given back', `${NOTICES}release-notices/look-at-entry.ts`, {
    with: 'if (notice.left) await makeWayAt(deps, notice, notice.left);',
    without: '',
  }),
  guard('what a sender left untold, told by whoever gets its message next', SEND, {
    with: "await announceAllSent(deps, notice); // another channel's turn",
    without: "// another channel's turn",
  }),
  guard('what a sender in doubt left untold, told by the receipt', TRACK, {
    with: "attempts[channel]?.outcome !== 'accepted' && (",
    without: "attempts[channel]?.outcome !== 'accepted' && !attempts && (",
  }),
  guard('what the reconciler left untold, told at its next look', RECONCILE, {
    with: "if (notice.history.some(({ by, state }) => by === BY && state === 'accepted'))",
    without: 'if (!notice)',
  }),
  guard('the stop switch', SEND, {
    with: 'const stop = await store.control.stop();',
    without: 'const stop = null as null | { kind: string };',
  }),
  guard('the last look after the claim', SEND, {
    with: 'const late = now()',
    without:
      'deps = { ...deps, look: ((found) => async () => found)(await deps.look(notice, now())) };\n  const late = now()',
  }),
  guard('the same reference on every try', SEND, {
    with: 'recipient.channel}`;',
    without: 'recipient.channel}.$' + '{notice.release}`;',
  }),
  guard('the agenda kept after the claim', RECONCILE, {
    with: 'if (again) await store.enter(toMakeSure(again.at), [again.entry]);',
    without: '',
  }),
  guard('the agenda kept until the claim', RELEASE, {
    with: 'await store.enter(toMakeSure(slot(going.length) + RELEASE_SLACK_MS), going.map(entryOf));',
    without: '',
  }),
  guard('the entry before the write', `${NOTICES}agenda.ts`, {
    with: '  await store.enter(agenda, [entryOf(notice)]);\n  return store.put(notice);',
    without:
      '  const put = await store.put(notice);\n  if (put) await store.enter(agenda, [entryOf(notice)]);\n  return put;',
  }),
  {
    name: 'the agenda kept until the message is on its queue',
    edits: [
      {
        file: RELEASE,
        with: '  const looked = await Promise.all(',
        without: '  await Promise.all(pages.map((page) => store.strike(page)));\n  const looked = await Promise.all(',
      },
    ],
  },
  guard('the wait for a notice that was entered and is not written yet', `${NOTICES}release-notices/look-at-entry.ts`, {
    with: 'return again ? { again } : {};',
    without: 'return again ? {} : {};',
  }),
  // A leak, put in on purpose.
  guard('silence about whom it goes to', SEND, {
    with: 'return writeDown(deps, notice, { posted, reference });',
    without:
      'const told = notice.history.map((step) => ({ ...step, codes: [recipient.to] }));\n  return writeDown(deps, { ...notice, history: told }, { posted, reference });',
  }),
  guard('the week of an address', `${NOTICES}plan-notices/plan-row.ts`, {
    with: "if (!(await free)) others.push('S15');",
    without: 'await free;',
  }),
  guard('the look-up by reference', RECONCILE, {
    with: 'const message = found[0];\n  if (!message) {',
    without: 'const message = found[0]!;\n  if (message || !message) {',
  }),
  guard('the difference between not found and not asked', RECONCILE, {
    with: "return 'unavailable';",
    without: 'return [];',
  }),
  guard('the 35 seconds', `${NOTICES}timing.ts`, { with: 'ASK_AFTER_MS = 35_000', without: 'ASK_AFTER_MS = 0' }),
  guard('the question after a silent receipt', RECONCILE, {
    with: 'if (message) await tellTracker(deps, notice, message);',
    without: '',
  }),
  guard('the agenda kept after a stop', STOP, {
    with: 'enterAndPut(needs.store, stopped, toMakeSure(at + MAKE_SURE_MS))',
    without: 'needs.store.put(stopped)',
  }),
  guard('the second look for those who gave way', STOP, {
    with: "...(madeWay ? (['made-way'] as const) : [])",
    without: '',
  }),
  guard('the end of the partner who was planned meanwhile', `${NOTICES}plan-notices/decide-again.ts`, {
    with: 'if (behind && isWaiting(before)) {',
    without: 'if (behind && before === null) {',
  }),
  guard('the record of who waits for a number', `${NOTICES}plan-notices/address-of-notice.ts`, {
    with: 'await store.waitFor(holder, id);',
    without: '',
  }),
  {
    ...guard('the look after waiting is on record', `${NOTICES}plan-notices/address-of-notice.ts`, {
      with: 'return (await store.addressHolder(way.address, now)) === holder;',
      without: 'return true;',
    }),
    // Whoever has the number gives it back, and all hear of it, while somebody freezes who is about to wait for it.
    from: 13_649,
  },
  {
    ...guard('the look again at what was given back', `${NOTICES}reconcile-notices/reconcile-notices.ts`, {
      with: "{ by: BY, reason: 'message-lost' });\n    return { entry, at: now + LATER_MS };",
      without: "{ by: BY, reason: 'message-lost' });\n    return null;",
    }),
    // Somebody claims it and dies while somebody freezes who took it for lost.
    from: 6_437,
  },
  guard('the note of what crossed', `${NOTICES}plan-notices/crossings.ts`, {
    with: 'if (crossed.length === 0) return notice;',
    without: 'if (crossed.length >= 0) return notice;',
  }),
  guard('the announcement told again', TRACK, {
    with: "if (notice.attempts[told.channel]?.outcome === 'delivered') await announce(notice);",
    without: '',
  }),
  {
    name: 'the forward-only rule',
    edits: [
      {
        file: TRACK,
        with: "if (known?.outcome === 'delivered' || known?.outcome === 'failed') return null;",
        without: '',
      },
      {
        file: `${NOTICES}transition.ts`,
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
