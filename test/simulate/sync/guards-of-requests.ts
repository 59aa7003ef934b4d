import { type Guard, guard } from '../guard.ts';

const POST = 'functions/sync/open311/post-request.ts';
const ANSWERS = 'functions/sync/open311/answers.ts';
const SUBJECT = 'functions/sync/rules/subject.ts';
const DELIVER = 'functions/sync/deliver-events/deliver-subject.ts';

/** What keeps a request from being posted twice, or lost (ADR 055). */
export const REQUEST_GUARDS: readonly Guard[] = [
  guard('the look before a second try', POST, {
    with: '  const before = await lookBefore(deps, posting);',
    without: '  const before = posting.waiting.tries.length < 0 ? await lookBefore(deps, posting) : null;',
  }),
  guard('the minute in which it may be shown yet', POST, {
    with: "  return at - ended < SHOWN_MS ? again('not-shown-yet', { answered: true }) : null;",
    without: "  return at - ended < 0 ? again('not-shown-yet', { answered: true }) : null;",
  }),
  guard('when the try before had ended for certain', POST, {
    with: '(waiting.ended_at ?? last) + timeoutMs',
    without: 'last + timeoutMs',
    from: 900,
  }),
  guard('a look that failed is no empty list', POST, {
    with: "  if (got.kind !== 'answered' || got.status !== 200) return withoutLook(withoutAnswer(got, deps.now()));",
    without:
      "  if (got.kind !== 'answered' || got.status !== 200) return at < 0 ? withoutLook(withoutAnswer(got, deps.now())) : null;",
  }),
  guard('a list that may be cut off is no whole one', ANSWERS, {
    with: "  return entries.length >= MAY_BE_CUT_OFF ? 'unknown' : 'absent';",
    without: "  return entries.length < 0 ? 'unknown' : 'absent';",
  }),
  guard('the list from the first try on', POST, {
    with: 'start_date: iso(first - HOUR_MS)',
    without: 'start_date: iso(last - 0 * first)',
  }),
  guard('what may be there where nobody can look', POST, {
    with: '    return wasTaken && !isAsked ? NOT_KNOWN : null;',
    without: '    return wasTaken && !isAsked && first < 0 ? NOT_KNOWN : null;',
  }),
  guard('what cannot be there is posted again', POST, {
    with: "    const wasTaken = !NOT_TAKEN.includes(waiting.detail ?? '') && waiting.reason !== TURNED_AWAY;",
    without: '    const wasTaken = NOT_TAKEN.length > 0 && TURNED_AWAY.length > 0;',
  }),
  guard('the word of an officer who has looked', POST, {
    with: '    return wasTaken && !isAsked ? NOT_KNOWN : null;',
    without: '    return wasTaken && (isAsked || !isAsked) ? NOT_KNOWN : null;',
  }),
  guard('nobody has looked at what is replayed', POST, {
    with: '!again.replayed && ',
    without: '',
  }),
  guard('what was taken stays taken when it is replayed', POST, {
    with: "  if (before === NOT_KNOWN && waiting.again?.was === 'delivered') return { kind: 'delivered' };\n",
    without: '',
  }),
  guard('nothing is begun that may outlive its claim', POST, {
    with: "  if (isLate(deps, posting)) return again('not-begun');\n",
    without: '',
  }),
  guard('its id before the record', POST, {
    with: '  await keep({ system: name, system_ref: there.id, request_ref: ref });',
    without: '  void keep({ system: name, system_ref: there.id, request_ref: ref }).catch(() => {});',
  }),
  guard('the token', POST, {
    with: '{ answered: true, token: there.token }',
    without: '{ answered: true }',
  }),
  guard('the token before any other try', POST, {
    with: '  if (waiting.token !== undefined) return redeem(deps, posting, waiting.token);\n',
    without: '  if (waiting.token === "") return redeem(deps, posting, waiting.token);\n',
  }),
  guard('an answer without an id', POST, {
    with: "?? again('garbled')",
    without: "?? { kind: 'delivered' }",
  }),
  guard('the try that nobody says what came of', SUBJECT, {
    with: "  if (begun) return { kind: 'abandoned', waiting: begun };",
    without: "  if (begun && begun.tries.length < 0) return { kind: 'abandoned', waiting: begun };",
  }),
  guard('somebody is told of what is dead', DELIVER, {
    with: "  if (ended?.state === 'dead') alarm('delivery-dead', { subscriber: ended.subscriber, reason: ended.reason });\n",
    without: '',
  }),
];
