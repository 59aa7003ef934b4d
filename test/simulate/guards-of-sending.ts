import { type Guard, guard } from './guard.ts';

const NOTICES = 'functions/notices/';
const SEND = `${NOTICES}send-notices/send-notices.ts`;
const POSTED = `${NOTICES}send-notices/after-post.ts`;
const RELEASE = `${NOTICES}release-notices/release-notices.ts`;

/** From the agenda to the post. */
export const SENDING: readonly Guard[] = [
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
    from: 88,
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
    from: 55,
  }),
  guard('the slots taken before any message gets one', RELEASE, {
    with: 'setPace({ ...pace, next_slot_at, following }, paceRead)',
    without: 'setPace({ ...pace, following }, paceRead)',
    from: 78,
  }),
  {
    ...guard('the pace set only as it was read', 'test/support/notice-store.ts', {
      with: 'if (!isDeepStrictEqual(asRead(pace), asRead(read))) return false;',
      without: '',
    }),
    from: 940,
  },
  guard('the pace halved at the limit', POSTED, { with: 'await slowDown(deps, at);', without: '' }),
  {
    ...guard('the line stopped by a fault of our set-up', POSTED, {
      with: "await store.control.stop({ kind: 'set-up', by: BY, at, reason: posted.error });",
      without: '',
    }),
    from: 70,
  },
  guard('the stage of the roll-out', SEND, {
    with: 'if (withholds(settings, claimed, recipient)) return',
    without: 'if (withholds(settings, claimed, recipient) && !recipient.to) return',
    from: 32,
  }),
  {
    ...guard('the limit of the day', SEND, {
      with: 'if (before >= deps.settings.daily_limits[last.recipient.channel])',
      without: 'if (before < 0)',
    }),
    from: 230,
  },
  guard('the number of times planned', SEND, {
    with: 'if (notice.times_planned !== body.times_planned) {',
    without: 'if (notice.times_planned < body.times_planned) {',
    from: 143,
  }),
  guard('the contact hours', `${NOTICES}rules/look-again.ts`, {
    with: 'return due_at > now ? {',
    without: 'return due_at > now && !recipient ? {',
    from: 82,
  }),
  {
    ...guard('the old number given back', `${NOTICES}release-notices/look-at-entry.ts`, {
      with: 'if (notice.left) await makeWayAt(deps, notice, notice.left);',
      without: '',
    }),
    from: 3_205,
  },
  guard('the count of refusals in unknown words', `${NOTICES}send-notices/set-aside.ts`, {
    with: 'await store.control.noteUnknown(template, { error, notice: notice.id });',
    without: '{ notices: [error] };',
  }),
  {
    ...guard('the stop switch', SEND, {
      with: 'const stop = stopsAll(switches);',
      without: 'const stop = stopsAll({ ...switches, stops: [] });',
    }),
    from: 81,
  },
  guard('the last look after the claim', SEND, {
    with: 'const late = now()',
    without:
      'deps = { ...deps, look: ((found) => async () => found)(await deps.look(notice, now())) };\n  const late = now()',
    from: 264,
  }),
  guard('the brake on a run that waits', `${NOTICES}release-notices/look-at-entry.ts`, {
    with: "if (isToBeWeighed(brake) || brake?.verdict === 'waits')",
    without: 'if (isToBeWeighed(brake))',
  }),
  guard('the list of what waits with its run', RELEASE, {
    with: 'await leaveWaiting(deps, list, looked);',
    without: '',
  }),
  guard('the brake weighed once', `${NOTICES}release-notices/weigh-run.ts`, {
    with: 'if (!isToBeWeighed(before)) return before;',
    without: "if (before?.verdict === 'released' || before?.verdict === 'cancelled') return before;",
  }),
  guard('the agenda kept until the claim', RELEASE, {
    with: 'await store.enter(toMakeSure(last_slot_at + RELEASE_SLACK_MS), going.map(entryOf));',
    without: '',
  }),
  guard('the entry before the write', `${NOTICES}steps/agenda.ts`, {
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
  {
    ...guard('the look again at what was given back', `${NOTICES}reconcile-notices/reconcile-notices.ts`, {
      with: "{ by: BY, reason: 'message-lost' });\n    return { entry, at: now + LATER_MS };",
      without: "{ by: BY, reason: 'message-lost' });\n    return null;",
    }),
    // A sender claims it and dies while the reconciler freezes that took it for lost.
    freezeAt: 'reconcile store.put before',
    from: 4_092,
  },
];
