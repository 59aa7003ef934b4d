import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from 'citty';
import { type Template, templates as wantedTemplates } from '../../functions/notices/catalogue/catalogue.ts';
import { type Compared, compareTemplates } from './compare-templates.ts';
import { templatesInNotify } from './notify-templates.ts';
import { bold, clean, plain, say, sayJson } from './print.ts';
import { WrongUsage } from './trouble.ts';

const CONFIG = join(import.meta.dirname, '..', '..', 'infra', 'config');

export const templates = defineCommand({
  meta: { name: 'templates', description: 'The templates that must be set up in GOV.UK Notify' },
  args: {
    json: { type: 'boolean', description: 'Answer in JSON: [{ name, type, subject, body }]' },
    check: { type: 'boolean', description: 'Compare with what Notify has; ends with 1 if anything differs' },
    notify: { type: 'string', description: 'Notify (or NOTIFY_URL; else the real one)', valueHint: 'URL' },
    'notify-key': { type: 'string', description: 'An API key of the service (or NOTIFY_API_KEY)', valueHint: 'KEY' },
    council: { type: 'string', description: 'With --check: whose configuration the ids go into', valueHint: 'NAME' },
  },
  run: async ({ args }) => {
    const wanted = wantedTemplates().map(({ name, type, subject, body }) => ({ name, type, subject, body }));
    const { check = false, json = false, council, notify } = args;
    if (!check && (notify ?? args['notify-key'] ?? council) !== undefined) {
      throw new WrongUsage('--notify, --notify-key and --council go with --check.');
    }
    if (council !== undefined) checkCouncil(council);
    if (!check) return json ? sayJson(wanted) : say(wanted.map(inFull).join('\n\n'));
    const { NOTIFY_URL, NOTIFY_API_KEY } = process.env;
    const inNotify = await templatesInNotify({ url: notify ?? NOTIFY_URL, key: args['notify-key'] ?? NOTIFY_API_KEY });
    const compared = compareTemplates(wanted, inNotify);
    if (json) sayJson({ same: compared.every(isSame), templates: compared, template_ids: idsOf(compared) });
    else show(compared, council);
    return compared.every(isSame) ? 0 : 1;
  },
});

function checkCouncil(name: string): void {
  const known = existsSync(CONFIG)
    ? readdirSync(CONFIG).flatMap((file) => /^(?!types|index)(.+)\.ts$/.exec(file)?.[1] ?? [])
    : [];
  if (!known.includes(name))
    throw new WrongUsage(`No council "${name}" in infra/config. There are: ${known.join(', ')}.`);
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');

function inFull({ name, type, subject, body }: Template): string {
  const heading = `${bold(name)}  (${type === 'sms' ? 'text message' : 'email'})`;
  return [heading, ...(subject === null ? [] : [`  Subject: ${subject}`, '']), indented(body)].join('\n');
}

const isSame = ({ state }: Compared): boolean => state === 'same';

const idsOf = (compared: Compared[]): Record<string, string> =>
  Object.fromEntries(compared.flatMap(({ name, id }) => (id === null ? [] : [[name, id]])));

const WRONG: Record<Exclude<Compared['state'], 'same'>, string> = {
  missing: 'is missing in Notify: create it with exactly this name.',
  different: 'differs in Notify (- is there, + should be):',
  twice: 'is there more than once: rename or delete all but one.',
};

function show(compared: Compared[], council: string | undefined): void {
  for (const { name, type, state, difference } of compared) {
    if (state === 'same') continue;
    say(`${bold(name)} (${type}) ${WRONG[state]}`);
    for (const line of difference) say(`    ${clean(line).trimEnd()}`);
  }
  const right = compared.filter(isSame).length;
  say(`${right} of ${compared.length} templates are in Notify as they should be.`);
  const ids = Object.entries(idsOf(compared));
  if (ids.length === 0) return;
  say(`\nTheir ids, for template_ids in infra/config/${council ?? '<council>'}.ts:\n`);
  say(plain(`  template_ids: {\n${ids.map(([name, id]) => `    '${name}': '${clean(id)}',`).join('\n')}\n  },`));
}
