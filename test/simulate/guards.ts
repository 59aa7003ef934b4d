/** One guard that keeps the promises of sending, with what takes it out of the source. Used by remove-guard.ts. */
export type Guard = {
  name: string;
  edits: readonly { file: string; with: string; without: string }[];
  /** Where to look first, if it takes a rare schedule to miss it. A change of the cores makes other schedules: look anew. */
  from?: number;
};

const NOTICES = 'functions/notices/';
const SEND = `${NOTICES}send-notices/send-notices.ts`;
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
