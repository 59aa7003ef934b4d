import { windows } from '../../shared/calendar/windows.ts';
import { mailOf } from './shared-words.ts';
import type { NoticeTypeEntry } from './types.ts';
import { type Mail, plainWordings, type Words } from './wordings.ts';

// What became of a report about a bin or a street: told to whoever reported it, at the address they gave for that.

const REQUESTS = {
  duty: 'courtesy',
  regulation: null,
  channels: ['sms', 'email'],
  trust: 'given',
  purpose: null,
  heeds: [],
  cap: null,
  household: 'each',
} as const satisfies Partial<NoticeTypeEntry>;

const HELP = `# If you need us

Our website, ((website)), has our phone numbers and opening hours, how to reach us by Relay UK, and how to get this in another language or format. Please give the reference ((ref)).

If something is dangerous, please phone us: do not wait for an answer to your report.`;

/** By the end of the template's name, the fullest first. */
function mails(subject: string, about: Readonly<Record<string, readonly string[]>>) {
  const [first, ...others] = Object.entries(about).map(
    ([end, parts]) => [end, { subject, mail: mailOf(...parts, HELP) }] as const,
  );
  return { ...(first?.[1] as Mail), other_mails: Object.fromEntries(others) };
}

const wordings = (type: string, words: Words) => plainWordings({ stem: type, variant: 'full' }, words);

/** Who reported several things knows this one by what it is, then by its reference: the first that fits is said. */
const beginning = (fullest: string, noRef: string, least: string) => [
  ['', fullest],
  ['no-ref', noRef],
  ['short', least],
];

/** Every beginning with every end, the ends that say more first. */
const texts = (beginnings: string[][], ends: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ends).flatMap(([end, said]) =>
      beginnings.map(([name, begun]) => [[end, name].filter((each) => each !== '').join('.'), `${begun} ${said}`]),
    ),
  );

const UPDATE = beginning(
  'Update on ((ref)), ((service)):',
  'Update on your report about ((service)):',
  'Update on your report:',
);

export const requestsTypes: readonly NoticeTypeEntry[] = [
  {
    ...REQUESTS,
    type: 'sr.received',
    title: 'Report received',
    window: null,
    wordings: wordings('sr.received', {
      texts: texts(
        beginning(
          'Thanks, we have your report about ((service)). Ref ((ref)).',
          'Thanks, we have your report about ((service)).',
          'Thanks, we have your report.',
        ),
        { '': 'We aim to sort it by ((payBy)).', 'no-target': 'We will text you when there is news.' },
      ),
      ...mails('We have your report about ((service))', {
        '': ['Thank you, we have your report about ((service)).', 'We aim to sort it by ((payBy)).'],
        'no-target': ['Thank you, we have your report about ((service)).', 'We will email you when there is news.'],
      }),
    }),
  },
  {
    ...REQUESTS,
    type: 'sr.status.updated',
    title: 'Report: news',
    window: windows.daily,
    wordings: wordings('sr.status.updated', {
      texts: texts(UPDATE, { '': '((stage)). We aim to finish by ((payBy)).', 'no-target': '((stage)).' }),
      ...mails('News of your report about ((service))', {
        '': ['News of your report about ((service)): ((stage)).', 'We aim to finish by ((payBy)).'],
        'no-target': ['News of your report about ((service)): ((stage)).'],
      }),
    }),
  },
  {
    ...REQUESTS,
    type: 'sr.delayed',
    title: 'Report: later than planned',
    window: windows.daily,
    wordings: wordings('sr.delayed', {
      texts: texts(UPDATE, { '': 'sorry, this is taking longer than planned. Our new date is ((newDate)).' }),
      ...mails('Your report about ((service)) is taking longer than planned', {
        '': ['Sorry, your report about ((service)) is taking longer than planned.', 'Our new date is ((newDate)).'],
      }),
    }),
  },
  {
    ...REQUESTS,
    type: 'sr.closed',
    title: 'Report closed',
    window: windows.daily,
    wordings: wordings('sr.closed', {
      texts: texts(
        beginning(
          'We have closed ((ref)), ((service)): ((outcome)).',
          'We have closed your report about ((service)): ((outcome)).',
          'We have closed your report: ((outcome)).',
        ),
        {
          '': 'Not right? Reply NO within 5 days and we will look again.',
          'no-reply': 'Not right? Tell us on our website.',
        },
      ),
      invites: (end) => !end.startsWith('no-reply'),
      ...mails('We have closed your report about ((service))', {
        '': [
          'We have closed your report about ((service)): ((outcome)).',
          'If that is not right, tell us on our website, ((website)), and we will look again.',
        ],
      }),
    }),
  },
];
