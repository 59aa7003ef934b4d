import { defineCommand } from 'citty';
import type { DisclosuresView, DisclosureView } from '../../contracts/officers/disclosures.ts';
import { when } from '../../contracts/officers/words.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson, table } from './print.ts';

export const disclosures = defineCommand({
  meta: { name: 'disclosures', description: "Which systems were told a resident's contact data, what of it and when" },
  args: {
    ...connection,
    person: {
      type: 'string',
      description: 'The resident, as the system that told of them does',
      valueHint: 'REF',
      required: true,
    },
  },
  run: async ({ args }) => {
    const told = await officersApi(args).get<DisclosuresView>(`disclosures?person=${encodeURIComponent(args.person)}`);
    if (args.json) return sayJson(told);
    if (told.disclosures.length === 0) return say('No system was told any contact data of this person.');
    say(table(['Told', 'System', 'Called there', 'What', 'By'], told.disclosures.map(row)));
    say('\nNo value is kept of what was told. Where there were several tries, the first and the last are shown.');
  },
});

const row = ({ told_at, subscriber, called, fields, type }: DisclosureView): string[] => [
  [...new Set([told_at[0], told_at.at(-1)])].map((at) => (at === undefined ? '-' : when(Date.parse(at)))).join(' to '),
  subscriber,
  called ?? '-',
  fields.map((field) => field.replace('_', ' ')).join(', '),
  type.split('.')[2] ?? type,
];
