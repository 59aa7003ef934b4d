// People of whom back offices tell by events: those who claim, are summoned, have booked something or made a report. All are
// invented, and none is on an extract.
import { reservedMobile } from './people.ts';

export type Told = { ref: string; name: string; first: string; mobile: string; email?: string; lines?: string[]; postcode?: string };

const someone = (ref: string, name: string, more: Partial<Told> = {}): Told => ({
  ...{ ref, name, first: name.split(' ')[1]!, mobile: reservedMobile() },
  ...more,
});
const at = (street: string, town: string, postcode: string) => ({ lines: [street, town], postcode });

export const told = {
  /** Claims Housing Benefit, and has everything by post. */
  nadia: someone('P710001', 'Ms Nadia Fairfieldson', at('14 Sample Close', 'Norton', 'TS0 4BQ')),
  /** Claims Housing Benefit, and agreed to have what the law wants in writing by email. */
  kofi: someone('P710002', 'Mr Kofi Stillingby', { email: 'kofi.stillingby@example.org', ...at('3 Pattern Lane', 'Thornaby', 'TS0 7XX') }),
  /** Had agreed to email, and wants post again. */
  greta: someone('P710003', 'Mrs Greta Maltbyson', { email: 'greta.maltbyson@example.com', ...at('88 Trial Terrace', 'Billingham', 'TS0 2ZZ') }),
  /** Has moved: what is sent to her by post comes back. */
  rhoda: someone('P710004', 'Miss Rhoda Longnewton', at('27 Placeholder Way', 'Yarm', 'TS0 9AA')),
  /** Is summoned. */
  tariq: someone('P710005', 'Mr Tariq Thorpeson', at('6 Exemplar Street', 'Stockton-on-Tees', 'TS0 1XX')),
  /** Whose bank did not pay a Direct Debit. */
  hester: someone('P710006', 'Mrs Hester Dinsdaleby'),
  /** Have booked a collection. */
  ivo: someone('P710007', 'Mr Ivo Egglesby'),
  petra: someone('P710008', 'Ms Petra Kirklevy'),
};

/** Who reported something about a street, as they told it with the report. */
export const reporters = {
  wilf: { name: 'Wilf Hartburner', mobile: reservedMobile() },
  saoirse: { name: 'Saoirse Portrackson', mobile: reservedMobile() },
  una: { name: 'Una Redmarsh', email: 'una.redmarsh@example.net' },
};
