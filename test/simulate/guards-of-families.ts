import { type Guard, guard } from './guard.ts';

const NOTICES = 'functions/notices/';
const PLAN = `${NOTICES}plan-notices/`;

const ofEvents = (...args: Parameters<typeof guard>): Guard => ({ ...guard(...args), families: true });

/** What only events, documents and letters show to be needed. */
export const FAMILIES: readonly Guard[] = [
  ofEvents('the sum of a document checked on what is sent', 'functions/shared/documents.ts', {
    with: "if (createHash('sha256').update(all).digest('hex') !== sha256) throw",
    without: 'if (!sha256) throw',
    from: 424,
  }),
  ofEvents('the name of a document kept off the bus', 'functions/intake/keyed-event.ts', {
    with: 'key: `$' + "{key('document', written.key)}.pdf` };",
    without: 'key: written.key };',
  }),
  ofEvents('the wait of a cover for its document', `${NOTICES}release-notices/look-at-entry.ts`, {
    with: 'if (!notice.speaks_of) return null;',
    without: 'if (notice) return null;',
  }),
  ofEvents('the mark on an address from which a letter came back', `${NOTICES}track-notices/returned.ts`, {
    with: 'await markAddress(deps, { notice, attempt, message });',
    without: '',
  }),
  ofEvents('the note that a letter came back, tried again', `${NOTICES}track-notices/returned.ts`, {
    with: "(await store.put(next)) ? done : retry('moved-meanwhile')",
    without: '(await store.put({ ...next, version: 0 })) ? done : done',
  }),
  ofEvents('the word that a document was served', `${NOTICES}steps/announce-sent.ts`, {
    with: 'const served = attempt.served ?',
    without: "const served = attempt.served && channel === 'letter' ?",
  }),
  ofEvents('the end that a newer event puts to what waits', `${NOTICES}families/told-asks.ts`, {
    with: 'if (!told || isEnded(told, view, telling)) return null;',
    without: 'if (!told) return null;',
  }),
  ofEvents('the look at the spans beside its own', `${PLAN}claims.ts`, {
    with: "if (candidate.entry.cap?.from === 'planning' || !(await inTheWay(deps, request))) return true;",
    without: 'if (deps) return true;',
    from: 156,
  }),
  ofEvents('the second look when a hold ends', `${PLAN}plan-notices.ts`, {
    with: "case 'ended':\n      return planWhatWasStopped(deps, { subject: fact.subject, receiveCount });",
    without: "case 'ended':\n      return done;",
    from: 150,
  }),
  ofEvents('what was held on its way to another channel, planned again', `${PLAN}plan-anew.ts`, {
    with: "if (existing.state === 'blocked' && hasFailed(existing)) return goOn(deps, request, existing);",
    without: '',
    from: 5_044,
  }),
];
