import { describe, expect, test } from 'vitest';
import { history, published, rowsOf } from '../../../support/publication.ts';
import { textOf } from '../../../support/release-files.ts';

/** As printed in the scrutiny report, paragraphs 4.14 and 4.46: contacts and percent. */
const PRINTED: Record<
  string,
  [telephone: [number, number], face_to_face: [number, number], email: [number, number], self_serve: [number, number]]
> = {
  'all 2017': [
    [257161, 64.3],
    [89727, 22.4],
    [40841, 10.2],
    [12516, 3.1],
  ],
  'care-for-your-area 2012': [
    [44228, 76.3],
    [5957, 10.3],
    [6156, 10.6],
    [1607, 2.8],
  ],
  'care-for-your-area 2013': [
    [46187, 76.1],
    [6404, 10.6],
    [5716, 9.4],
    [2394, 3.9],
  ],
  'care-for-your-area 2014': [
    [40651, 72.4],
    [5716, 10.2],
    [6438, 11.5],
    [3373, 6.0],
  ],
  'care-for-your-area 2015': [
    [41785, 70.9],
    [7796, 13.2],
    [5401, 9.2],
    [3948, 6.7],
  ],
  'care-for-your-area 2016': [
    [42285, 74.2],
    [4768, 8.4],
    [4907, 8.6],
    [5034, 8.8],
  ],
  'care-for-your-area 2017': [
    [39739, 70.3],
    [4202, 7.4],
    [4198, 7.4],
    [8373, 14.8],
  ],
  'care-for-your-area 2018': [
    [12056, 63.8],
    [1669, 8.8],
    [1521, 8.1],
    [3646, 19.3],
  ],
};

const CHANNELS = ['telephone', 'face_to_face', 'email', 'self_serve'];

describe("the council's real figures", () => {
  const release = published(history, { asOf: '2018-12-31' });
  const rows = rowsOf(release, 'contacts-by-channel');

  test.each(Object.entries(PRINTED))('%s is as the report prints it', (name, printed) => {
    const [service, year] = name.split(' ');
    const own = rows.filter((row) => row['service'] === service && row['period_start'] === `${year}-04-01`);
    const figures = CHANNELS.map((channel) => own.find((row) => row['channel'] === channel)!);
    expect(figures.map((row) => [row['contacts'], row['percent']])).toEqual(printed);
    const total = printed.reduce((sum, [contacts]) => sum + contacts, 0);
    expect(own.find((row) => row['channel'] === 'all')).toMatchObject({ contacts: total, percent: 100 });
    expect(new Set(own.map((row) => row['contacts_marker']))).toEqual(new Set([year === '2018' ? 'p' : null]));
  });

  test('there are no other rows, and no total over services where only one is known', () => {
    const missing = rows.filter((row) => row['contacts_marker'] === 'x');
    expect(rows.length - missing.length).toBe(8 * 5);
    // Of the part of 2018-19 the report has no total over all services.
    expect(new Set(missing.map((row) => `${row['service']} ${row['period_start']}`))).toEqual(
      new Set(['all 2018-04-01']),
    );
  });

  test('2017-18 costs £1,503,089.77 at 2012 prices without email, which has no unit cost', () => {
    const costs = rowsOf(release, 'cost-per-contact').filter((row) => row['service'] === 'all');
    const of = (channel: string) => costs.find((row) => row['channel'] === channel);
    expect(of('all')).toMatchObject({
      cost_pounds: 1_503_089.77,
      contacts_costed: 359_404,
      not_costed: 'email',
      price_year: '2012',
    });
    expect(of('email')).toMatchObject({ contacts: 40_841, cost_pounds: null, cost_marker: 'x' });
    expect(of('telephone')).toMatchObject({ cost_pounds: 727_765.63, cost_per_contact_pounds: 2.83 });
    expect(textOf(release, 'cost-per-contact/cost-per-contact.csv')).toContain(
      ',400245,359404,1503089.77,,4.18,2012,email,',
    );
  });

  test('take-up is the share of self-service', () => {
    const rows = rowsOf(release, 'digital-take-up').filter((row) => row['service'] === 'all');
    expect(rows).toMatchObject([
      { digital_contacts: 12_516, contacts: 400_245, digital_percent: 3.1 },
      { period_start: '2018-04-01', digital_contacts: null, digital_percent: null, digital_marker: 'x' },
    ]);
  });
});
