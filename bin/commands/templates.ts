import { defineCommand } from 'citty';
import { CHANNEL_WORDS } from '../../contracts/channels.ts';
import type { Template } from '../../functions/notices/families/catalogue.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { councils } from '../../infra/config/councils.ts';
import type { Council } from '../../infra/config/types.ts';
import { type Compared, compareTemplates } from './compare-templates.ts';
import { typesInWords } from './notice-types.ts';
import { templatesInNotify } from './notify-templates.ts';
import { bold, clean, plain, say, sayJson } from './print.ts';
import { WrongUsage } from './trouble.ts';

export const templates = defineCommand({
  meta: {
    name: 'templates',
    description: 'The notice types that a council uses, and the templates to set up for them in GOV.UK Notify',
  },
  args: {
    json: { type: 'boolean', description: 'Answer in JSON: [{ name, type, subject, body }]' },
    check: { type: 'boolean', description: 'Compare with what Notify has; ends with 1 if anything differs' },
    notify: { type: 'string', description: 'Notify (or NOTIFY_URL; else the real one)', valueHint: 'URL' },
    'notify-key': { type: 'string', description: 'An API key of the service (or NOTIFY_API_KEY)', valueHint: 'KEY' },
    council: { type: 'string', description: 'For which council: what it uses, with its ids', valueHint: 'NAME' },
  },
  run: async ({ args }) => {
    const { check = false, json = false, notify, 'notify-key': key } = args;
    if (!check && (notify ?? key) !== undefined) throw new WrongUsage('--notify and --notify-key go with --check.');
    const council = args.council === undefined ? null : findCouncil(args.council);
    const wanted = ourCatalogue.templates(council?.settings.switched_off);
    if (!check) {
      if (json) return sayJson(wanted);
      for (const each of council ? [council] : councils) say(`${typesInWords(each)}\n`);
      say(`To be set up in GOV.UK Notify${council ? ` for ${council.name}` : ''}, each under exactly this name:`);
      return say(wanted.map((template) => `\n${inFull(template)}`).join('\n'));
    }
    const { NOTIFY_URL, NOTIFY_API_KEY } = process.env;
    const inNotify = await templatesInNotify({ url: notify ?? NOTIFY_URL, key: key ?? NOTIFY_API_KEY });
    const compared = compareTemplates(wanted, inNotify);
    const configured = council?.settings.template_ids ?? {};
    const wrongIds = compared.filter(({ name, id }) => Object.hasOwn(configured, name) && configured[name] !== id);
    const same = compared.every(isSame) && wrongIds.length === 0;
    if (json) {
      const wrong_ids = wrongIds.map(({ name }) => name);
      sayJson({ same, templates: compared, template_ids: idsOf(compared), wrong_ids });
    } else {
      show(compared);
      for (const { name } of wrongIds) say(`infra/config/${council?.id}.ts has another id for ${bold(name)}.`);
      showIds(compared, council);
    }
    return same ? 0 : 1;
  },
});

/** @throws WrongUsage that lists the councils there are. */
function findCouncil(id: string): Council {
  const found = councils.find((each) => each.id === id);
  if (found) return found;
  throw new WrongUsage(
    `There is no council "${clean(id)}" in infra/config. There are: ${councils.map((each) => each.id).join(', ')}.`,
  );
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');

function inFull({ name, type, subject, body }: Template): string {
  const heading = `${bold(name)}  (${CHANNEL_WORDS[type]})`;
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

function show(compared: Compared[]): void {
  for (const { name, type, state, difference } of compared) {
    if (state === 'same') continue;
    say(`${bold(name)} (${type}) ${WRONG[state]}`);
    for (const line of difference) say(`    ${clean(line).trimEnd()}`);
  }
  const right = compared.filter(isSame).length;
  say(`${right} of ${compared.length} templates are in Notify as they should be.`);
}

/** Ready to paste. */
function showIds(compared: Compared[], council: Council | null): void {
  const ids = Object.entries(idsOf(compared));
  if (ids.length === 0) return;
  say('\nNames are looked up at Notify; some thirty ids may be pinned, so that a renamed template is still found.');
  say(`Their ids, for template_ids in infra/config/${council?.id ?? '<council>'}.ts:\n`);
  say(plain(`  template_ids: {\n${ids.map(([name, id]) => `    '${name}': '${clean(id)}',`).join('\n')}\n  },`));
}
