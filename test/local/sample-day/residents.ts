// The sample week's first residents, wherever they are looked for while it is played.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { officersOf } from '../../../infra/local/start/officers.ts';
import { makeReport, type Report } from '../../../infra/local/start/report.ts';
import type { Run } from '../../../infra/local/start/run.ts';
import { sampleWeek } from '../../../infra/local/start/sample-week.ts';
import type { Place } from '../../support/marks.ts';
import { resting } from '../../support/places.ts';
import { PLANTED } from '../../support/plant-leaks.ts';
import { residentFinder, residentsIn } from '../../support/resident-finder.ts';

const FILE = '2-recovery-2026-09-28.csv';

export const residents = residentsIn(readFileSync(join(sampleWeek()[0]!.folder, FILE), 'utf8'));
export const finder = residentFinder(residents);

/** Long enough to be looked for in base64 too. */
const names = [...residents.names].filter((name) => name.length >= 6);
/** Those of them whose data is planted in the end. */
export const SPIED = Array.from({ length: PLANTED }, (_, n) => ({
  first_name: names[n]!,
  last_name: names[n + PLANTED]!,
  mobile: `0${[...residents.numbers][n]}`,
  email: [...residents.emails][n]!,
}));

/** Where residents' data may rest: the register, the raw file and its refused rows, documents, and what went to Notify. */
const MAY_REST: readonly RegExp[] = [
  /^table register/,
  /^object intakeinbox\S* .*\.csv(\.rejects\.json)?$/,
  /^disk \S*fauxqs\.db s3_objects \S*intakeinbox\S* .*\.csv(\.rejects\.json)?$/,
  /^object registerdocuments\S* .*\.pdf$/,
  /^disk \S*fauxqs\.db s3_objects \S*registerdocuments\S* .*\.pdf$/,
  /^disk \S*sandbox-files\/\w+\.pdf$/, // letters and documents that Notify has
  // Made of the contracts' samples alone: what writes it may read nothing of anybody. Samples and the week share some invented names.
  /^object performancesite\S* releases\/\w+\/catalogue\//,
  /^disk \S*fauxqs\.db s3_objects \S*performancesite\S* releases\/\w+\/catalogue\//,
  /^disk \S*dynamodb\//, // all tables in one: they are looked into one by one, as `table …`
  /^disk \S*sandbox\.(json|journal)$/, // the sandbox's own: it is Notify here
];
export const mustNot = (places: Place[]): Place[] =>
  places.filter(({ name }) => !MAY_REST.some((each) => each.test(name)));

/** A report says where each message went, since whoever asks for one compares that: nowhere else may it be. */
export const reportWithoutPlaces = (report: string): string => {
  const { decisions, ...rest } = JSON.parse(report) as Report;
  return JSON.stringify({ ...rest, decisions: decisions.map(({ to: _, ...each }) => each) });
};

/** Everything that is there to see at this moment. @param said what has been heard so far */
export async function placesOf({ engine, url }: Run, data: string, said: readonly Place[]): Promise<Place[]> {
  const officers = officersOf((request) => {
    const { pathname, search } = new URL(request.url);
    return fetch(`${url}api${pathname}${search}`, request);
  });
  const seconds = { setup: 0, import: 0, plan: 0, send: 0, total: 0 };
  const measured = { now: 0, files: [], calls: { ...engine.calls(), notify: 0 }, seconds };
  const report = JSON.stringify(await makeReport(officers, measured));
  const log = readFileSync(join(data, 'functions.log'), 'utf8');
  return [
    ...said,
    { name: 'report', content: reportWithoutPlaces(report) },
    { name: 'log', content: log },
    ...(await resting(engine)),
  ];
}
