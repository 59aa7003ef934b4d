// What the sample week's claims, summons, reports and bookings lead to, day by day, on ports in memory: what people who watch
// `npm start` are told that they see.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleWeek } from '../../infra/local/start/sample-week.ts';
import { documentsIn, toldWorld } from '../support/told-world.ts';

const AFTERNOON_MS = 6 * 3_600_000; // from ten to four
const TOLD = /"id":"told-/;

const days = sampleWeek();
const look: ReturnType<typeof documentsIn>['look'] = async (name) => {
  for (const { folder } of days) {
    const found = await documentsIn(join(folder, 'documents')).look(name);
    if (found.ok) return found;
  }
  return { ok: false, reason: 'document-missing' };
};

type Told = {
  about: { ref: string };
  notice_type: string;
  occasion: string;
  outcome: string;
  reason: string | null;
  issued_on?: string;
};
const lineOf = (told: unknown): string => {
  const { about, notice_type, occasion, outcome, reason, issued_on } = told as Told;
  return [about.ref, notice_type, occasion, reason ?? outcome, issued_on && `issued ${issued_on}`]
    .filter(Boolean)
    .join(' ');
};

test('the week tells of every matter, each thing on its day', async () => {
  const world = toldWorld(days[0]!.begins, { look });
  const seen: string[] = [];
  let known = new Set<string>();
  for (const { begins, folder, title } of days) {
    world.setClock(begins);
    const lines = readFileSync(join(folder, '1-since-last-night.ndjson'), 'utf8').split('\n');
    for (const line of lines.filter((each) => TOLD.test(each))) expect(await world.tell(JSON.parse(line))).toBe('202');
    await world.sendDue();
    world.setClock(begins + AFTERNOON_MS);
    await world.sendDue();
    const now = (await world.decisions()).map(lineOf);
    seen.push(title, ...now.filter((each) => !known.has(each)));
    known = new Set(now);
  }
  expect(seen).toMatchInlineSnapshot(`
    [
      "Monday 28 September",
      "HB-260117 ben.claim.received 2026-09-25 sms",
      "HB-260121 ben.claim.received 2026-09-25 sms",
      "HB-240044 ben.evidence.requested.document ER-7701 email issued 2026-09-30",
      "HB-240044 ben.evidence.requested ER-7701 sms",
      "HB-240044 ben.evidence.reminder ER-7701/14 sms",
      "HB-240044 ben.evidence.reminder ER-7701/5 sms",
      "CTS-260090 cts.decision.made.document D-9101 letter issued 2026-09-29",
      "CTS-260090 cts.decision.made D-9101 sms",
      "FT-60911 sr.received received sms",
      "FT-60914 sr.received received sms",
      "BW-50312 waste.booking.reminder 2026-09-30 sms",
      "BW-50318 waste.booking.reminder 2026-10-02 sms",
      "Tuesday 29 September",
      "HB-240044 ben.evidence.reminder ER-7701/14 trigger-ended",
      "HB-240044 ben.evidence.reminder ER-7701/5 trigger-ended",
      "HB-260117 ben.evidence.requested.document ER-7702 letter issued 2026-09-30",
      "HB-260117 ben.evidence.requested ER-7702 sms",
      "HB-260117 ben.evidence.reminder ER-7702/14 sms",
      "HB-260117 ben.evidence.reminder ER-7702/5 sms",
      "802000131/2026-27 ct.summons.document 2026-09-29 letter issued 2026-09-30",
      "802000131/2026-27 ct.summons.issued 2026-09-29 sms",
      "FT-60911 sr.status.updated booked sms",
      "FT-60914 sr.closed 2026-09-29T08:30:00Z sms",
      "GR-60920 sr.received received email",
      "Wednesday 30 September",
      "BW-50318 waste.booking.reminder 2026-10-02 trigger-ended",
      "HB-260117 ben.evidence.reminder ER-7702/14 trigger-ended",
      "HB-260117 ben.evidence.reminder ER-7702/5 trigger-ended",
      "HB-260121 hb.decision.made.document D-9104 email issued 2026-10-02",
      "HB-260121 hb.decision.made D-9104 sms",
      "802000138/2026-27 ct.direct_debit.failed 2026-09-28 sms",
      "FT-60911 sr.delayed 2026-10-02T16:00:00Z sms",
      "FT-60914 sr.status.updated in-progress sms",
      "GR-60920 sr.closed 2026-09-30T08:15:00Z email",
      "Thursday 1 October",
      "HB-260117 hb.decision.made.document D-9107 letter issued 2026-10-02",
      "HB-260117 hb.decision.made D-9107 sms",
      "HB-240044 hb.award.changed.document D-9108 email issued 2026-10-05",
      "HB-240044 hb.award.changed D-9108 sms",
      "FT-60911 sr.status.updated in-progress sms",
      "FT-60914 sr.closed 2026-10-01T08:36:00Z sms",
      "Friday 2 October",
      "HB-240044 hb.overpayment.decided.document OP-3301 letter issued 2026-10-05",
      "HB-240044 hb.overpayment.decided OP-3301 sms",
      "CTS-260090 cts.decision.made.document D-9112 letter issued 2026-10-05",
      "CTS-260090 cts.decision.made D-9112 sms",
      "FT-60911 sr.closed 2026-10-02T08:12:00Z sms",
    ]
  `);
});
