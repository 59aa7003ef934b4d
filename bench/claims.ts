// Claimants and the decisions on their claims, as a back office tells of them: made-up people, and one PDF for all.

import { createHash } from 'node:crypto';

const WRITTEN_AT = '2026-09-29T09:00:00+01:00';

/** A PDF of so many bytes, most of which a reader takes for white space. */
export function pdfOf(bytes: number): { bytes: Buffer; sha256: string } {
  const [head, tail] = [Buffer.from('%PDF-1.4\n'), Buffer.from('\n%%EOF\n')];
  const pdf = Buffer.concat([head, Buffer.alloc(bytes - head.length - tail.length, ' '), tail]);
  return { bytes: pdf, sha256: createHash('sha256').update(pdf).digest('hex') };
}

const event = (type: string, id: string, data: object) => ({
  ...{ specversion: '1.0', id, source: 'urn:stockton:revenues-benefits', time: WRITTEN_AT },
  type: `council.${type}.v1`,
  data,
});

/** Where claimant n lives: letters are what reaches them. */
export const livesAt = (n: number): { id: string } =>
  event('residents.contact-changed', `home-${n}`, {
    ...{ person_ref: `C${n}`, channel: 'post', status: 'verified', changed_at: WRITTEN_AT },
    to: { lines: [`${n} Sample Street`, 'Stockton-on-Tees'], postcode: 'TS18 1AA' },
  });

/** A decision on the claim of claimant n, whose letter is the document of that key. */
export const decidedOn = (n: number, document: { key: string; sha256: string }): { id: string } =>
  event('benefits.decision-made', `decision-${n}`, {
    ...{ claim_ref: `CL${n}`, scheme: 'hb', person_ref: `C${n}`, decision_ref: `D${n}`, decision: 'awarded' },
    ...{ decided_on: '2026-09-28', schedule9_complete: true, document },
  });

/** In batches as large as the door is sure to have time for. */
export function* batchesOf<Item>(items: Item[], atOnce = 100): Generator<Item[]> {
  for (let at = 0; at < items.length; at += atOnce) yield items.slice(at, at + atOnce);
}
