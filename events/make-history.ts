/**
 * Writes the council's real figures as events, `events/history/*.ndjson`: what its scrutiny report of December 2018
 * counted (paragraphs 4.14 and 4.46). Run it again after a change: node events/make-history.ts
 */
import { writeFileSync } from 'node:fs';

const CHANNELS = ['telephone', 'face_to_face', 'email', 'self_serve'] as const;

/** The report does not say on which day of December 2018 it was written: it was there by the last one. */
const REPORTED_AT = '2018-12-31T12:00:00Z';

/** Contacts by channel, all services of the council: paragraph 4.14. */
const ALL_SERVICES: [from: string, to: string, contacts: number[]][] = [
  ['2017-04-01', '2018-03-31', [257161, 89727, 40841, 12516]],
];

/**
 * Care for your area: paragraph 4.46. Of 2018-19 the report has a part and does not say up to which day. It is of
 * December, so the part ends with November at the latest.
 */
const CARE_FOR_YOUR_AREA: [from: string, to: string, contacts: number[]][] = [
  ['2012-04-01', '2013-03-31', [44228, 5957, 6156, 1607]],
  ['2013-04-01', '2014-03-31', [46187, 6404, 5716, 2394]],
  ['2014-04-01', '2015-03-31', [40651, 5716, 6438, 3373]],
  ['2015-04-01', '2016-03-31', [41785, 7796, 5401, 3948]],
  ['2016-04-01', '2017-03-31', [42285, 4768, 4907, 5034]],
  ['2017-04-01', '2018-03-31', [39739, 4202, 4198, 8373]],
  ['2018-04-01', '2018-11-30', [12056, 1669, 1521, 3646]],
];

function eventsOf(service: string, years: typeof ALL_SERVICES): string {
  const events = years.flatMap(([from, to, counts]) =>
    CHANNELS.map((channel, place) => ({
      specversion: '1.0',
      id: `scrutiny-report-2018:${service}:${channel}:${from}`,
      source: 'scrutiny-report-2018',
      type: 'council.contacts.contacts-counted.v1',
      time: REPORTED_AT,
      subject: `${service}/${channel}/${from}`,
      datacontenttype: 'application/json',
      council: 'stockton',
      dataclassification: 'public',
      data: { service, channel, from, to, contacts: counts[place], revision: 1 },
    })),
  );
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

const folder = new URL('./history/', import.meta.url);
writeFileSync(new URL('all-services-2017-18.ndjson', folder), eventsOf('all', ALL_SERVICES));
writeFileSync(new URL('care-for-your-area-2012-19.ndjson', folder), eventsOf('care-for-your-area', CARE_FOR_YOUR_AREA));
