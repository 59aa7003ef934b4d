// What back offices tell of by event on the night: decisions on claims, whose documents go by letter, and reports that are closed.

import { pdfThatSays, sumOf } from '../../support/documents.ts';

/** An event, and as whom it is told. */
export type Telling = { source: string; event: object };

/** One matter with its events in order, the notices that come of them, and the one message that must. */
export type Matter = { events: Telling[]; notices: number; document?: { key: string; pdf: Buffer }; mustGo: string };

const WRITTEN_AT = '2026-09-29T09:00:00+01:00';
const telling = (source: string, type: string, data: { [name: string]: unknown }): Telling => ({
  source,
  event: {
    ...{ specversion: '1.0', id: `${type} ${Object.values(data)[0]}`, source: `urn:test:${source}` },
    ...{ type: `council.${type}.v1`, time: WRITTEN_AT, data },
  },
});

/** A decision on Housing Benefit: its document is a letter, and its cover has nobody to go to. */
function claim(n: number): Matter {
  const pdf = pdfThatSays(`The decision on claim ${n}`);
  const document = { key: `kill/${n}.pdf`, sha256: sumOf(pdf) };
  const person = { person_ref: `C${n}` };
  const to = {
    lines: [`Quill${n} Featherstonehaugh${n}`, `${n} Sample Street`, 'Stockton-on-Tees'],
    postcode: 'TS18 1AA',
  };
  return {
    events: [
      telling('revenues-benefits', 'residents.contact-changed', {
        ...{ ...person, channel: 'post', to, status: 'verified', changed_at: WRITTEN_AT },
      }),
      telling('revenues-benefits', 'benefits.decision-made', {
        ...{ claim_ref: `CL${n}`, ...person, scheme: 'hb', decision_ref: `D${n}`, decision: 'awarded' },
        ...{ decided_on: '2026-09-28', schedule9_complete: true, document },
      }),
    ],
    notices: 2,
    document: { key: document.key, pdf },
    mustGo: 'letter',
  };
}

/** A report that is closed after it was thanked for: the thanks may be overtaken, and the end is told. */
function report(n: number): Matter {
  const request_ref = `SR${n}`;
  const reporter = { name: `Quill${n}`, email: `featherstonehaugh-sr${n}@residents.example` };
  return {
    events: [
      telling('service-requests', 'requests.request-received', {
        ...{ request_ref, service_code: 'fly-tipping', service_name: 'Fly-tipping', received_at: WRITTEN_AT, reporter },
      }),
      telling('service-requests', 'requests.request-closed', {
        ...{ request_ref, outcome: 'fixed', closed_at: '2026-09-29T09:30:00+01:00' },
      }),
    ],
    notices: 2,
    mustGo: reporter.email,
  };
}

/** So many of each kind, in turn. */
export const mattersOf = (count: number): Matter[] =>
  Array.from({ length: count }, (_, n) => [claim(n), report(n)]).flat();
