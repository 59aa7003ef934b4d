import { type Guard, guard } from '../guard.ts';

const SYNC = 'functions/sync/';
const SUBJECT = `${SYNC}rules/subject.ts`;
const DELIVER = `${SYNC}deliver-events/deliver-subject.ts`;
const LOOK = `${SYNC}deliver-events/look.ts`;
const AGAIN = `${SYNC}steps/tell-again.ts`;
const REDRIVE = `${SYNC}repeat-deliveries/redrive.ts`;
const ROUTE = `${SYNC}route-events/route-events.ts`;

/** What keeps the promises of keeping in step. */
export const SYNC_GUARDS: readonly Guard[] = [
  guard('what is known before it is let in', SUBJECT, {
    with: '    Object.values(subject.newest).some(({ id }) => id === fact.event.id);',
    without: '    false;',
  }),
  guard('the newest against the older that comes late', SUBJECT, {
    with: "  if (than) return { kind: 'old',",
    without: "  if (than && subject.version < 0) return { kind: 'old',",
  }),
  guard('the newest kept in mind', SUBJECT, {
    with: 'const newest = waits.told === null ? subject.newest : {',
    without:
      'const newest = waits.told !== waits.told ? {} : waits.told === null || subject.version > 0 ? subject.newest : {',
  }),
  guard('one under way at a time', SUBJECT, {
    with: "if (under_way && under_way.until > now) return { kind: 'busy' };",
    without: 'if (under_way && under_way.until < 0) throw new Error();',
  }),
  guard('no other try of what is superseded', SUBJECT, {
    with: '  if (than) return { subject: forget(subject, id), ended: overtaken(subject, tried, { than, at }) };',
    without: '',
  }),
  guard('the pause', SUBJECT, {
    with: 'const due_at = at + pauseAfter(tries.length, chance, put_off_ms);',
    without: 'const due_at = at + 1_000 + 0 * pauseAfter(tries.length, chance, put_off_ms);',
  }),
  guard('the version', `test/support/sync-store.ts`, {
    with: 'if ((subjects.get(at(subject))?.version ?? 0) !== subject.version - 1) return false;',
    without: '',
  }),
  guard('the record before the subject', DELIVER, {
    with: '  if (ended) await store.putEnded(ended);\n  if (!(await store.putSubject(subject))) return false;',
    without: '  if (!(await store.putSubject(subject))) return false;\n  if (ended) await store.putEnded(ended);',
  }),
  guard('the claim before the post', DELIVER, {
    with: '  if (!(await store.putSubject(claimed))) {',
    without: '  if (!(await store.putSubject(claimed)) && claimed.version < 0) {',
  }),
  guard('the claim known again', DELIVER, {
    with: 'if (there?.under_way?.by !== by) return { tried: false, subject: there };',
    without: 'return { tried: false, subject: there };',
  }),
  guard('the bell for what waits', DELIVER, {
    with: '        await wakeAt(deps, place, step.waiting.due_at);\n        return tried;',
    without: '        return tried;',
  }),
  guard('the agenda while the circuit is open', DELIVER, {
    with: '        await store.enter({ list: name, at: step.waiting.due_at }, [{ subject: key, entered_at: now() }]);',
    without: '',
  }),
  guard('when an entry was entered', DELIVER, {
    with: '[{ subject: key, entered_at: now() }]',
    without: '[{ subject: key, entered_at: 0 }]',
  }),
  guard('the slot', DELIVER, {
    with: 'slot = await slotInTime(deps, subscriber, slot);',
    without:
      'slot = Math.floor(now() / 1000) * transport.per_second; if (slot < 0) await slotInTime(deps, subscriber, slot);',
  }),
  guard('the page kept until its bells have rung', LOOK, {
    with: '    await inFlight(bells, RINGS_AT_ONCE, (bell) => ring(bell, secondsUntil(page.at, now())));\n    await store.strike(page);',
    without:
      '    await store.strike(page);\n    await inFlight(bells, RINGS_AT_ONCE, (bell) => ring(bell, secondsUntil(page.at, now())));',
  }),
  guard('the bell of what was let in by one that died', ROUTE, {
    with: '      if (before.waiting.some(({ event: { id } }) => id === event.id)) await ring(place);\n',
    without: '',
  }),
  guard('the record of what counts each', ROUTE, {
    with: '    if (fact.told === null && (await store.ended(place, event.id))) return done;\n',
    without: '',
  }),
  guard('the record of what was superseded', ROUTE, {
    with: '    for (const each of ended) await store.noteSuperseded(each);\n',
    without: '',
  }),
  guard('the tries of a replay that something newer overtook', 'test/support/sync-store.ts', {
    with: "state === 'superseded' || isOfSame",
    without: "state === 'superseded' || (isOfSame && tries.length < 0)",
    from: 1_500,
  }),
  guard('what has been told since it was asked for', SUBJECT, {
    with: '  if (isWaiting || isTold) return {',
    without: '  if (isWaiting || (isTold && at < 0)) return {',
  }),
  guard('the try that had begun before it was asked for', AGAIN, {
    with: "return hasBegun || (record && !isOfBefore) ? 'under-way' : 'waits';",
    without: "return hasBegun && record && isOfBefore ? 'under-way' : 'waits';",
  }),
  guard('the look after an officer’s call that died', REDRIVE, {
    with: '  await store.enter({ list: subscriber, at: now() + GUARD_MS }, entries());\n',
    without: '',
  }),
  guard('the bell of what a replay let in', ROUTE, {
    with: "  if (told === 'waits') await deps.ring(place);\n",
    without: '',
  }),
  guard('whom a replay is for', ROUTE, {
    with: 'name === replay.subscriber && ',
    without: '',
  }),
];
