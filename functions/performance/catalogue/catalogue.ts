import { asyncApi } from '../../../contracts/async-api.ts';
import { busSchema, eventSchema, withoutDialect } from '../../../contracts/json-schema.ts';
import { SITE_CSS } from '../pages/site-css.ts';
import { jsonBytes } from '../publication/files/names.ts';
import { changesPage } from './changes-page.ts';
import { eventPage, tellersOf } from './event-page.ts';
import { guidePage } from './guide-page.ts';
import { indexPage } from './index-page.ts';
import { EXTRACT, layoutPage, shownOf } from './layout-page.ts';
import { eventPath, hrefOf, layoutPath, ROOT } from './section.ts';
import { type CatalogueInput, versionOf } from './types.ts';

/** Every file of the catalogue, by its path from the site's root. The same contracts give the same bytes. */
export function catalogueFiles(input: CatalogueInput): Map<string, Uint8Array> {
  const { contracts, layouts, samples, files, guides, versions } = input;
  const shown = [EXTRACT, ...layouts.map(shownOf)];
  const pages: [string, string | Uint8Array][] = [
    ['site.css', SITE_CSS],
    ['index.html', indexPage(shown, input)],
    ['changes/index.html', changesPage(input)],
    ['changes.json', jsonBytes(versions)],
    [
      'asyncapi.json',
      jsonBytes(
        asyncApi(contracts, { version: versionOf(input), schemaOf: (each) => withoutDialect(busSchema(each)) }),
      ),
    ],
    ['catalogue.json', jsonBytes(machineCatalogue(input))],
    ...[...guides].map(([name, markdown]): [string, string] => [`${name}/index.html`, guidePage(markdown, input)]),
    ...contracts.flatMap((contract): [string, string | Uint8Array][] => [
      [`${eventPath(contract.type)}index.html`, eventPage(contract, input)],
      [`${eventPath(contract.type)}schema.json`, jsonBytes(eventSchema(contract))],
      ...(samples.get(contract.type) ?? []).map(({ file, json }): [string, string] => [
        `${eventPath(contract.type)}${file}`,
        json,
      ]),
    ]),
    ...shown.map((each): [string, string] => [`${layoutPath(each.name)}index.html`, layoutPage(each, input)]),
    ...layouts.map((each): [string, Uint8Array] => [`${layoutPath(each.layout)}layout.json`, jsonBytes(each)]),
    ...[...files].map(([name, text]): [string, string] => [`${layoutPath(name)}${name}.csv`, text]),
  ];
  return new Map(pages.map(([path, bytes]) => [`${ROOT}${path}`, Buffer.from(bytes)]));
}

/** The catalogue for programs. */
const machineCatalogue = ({ contracts, layouts, told, systems, api }: CatalogueInput) => ({
  api,
  systems: [...systems].map(([name, { owner }]) => ({ name, owner: owner || null })),
  events: contracts.map((contract) => ({
    type: contract.type,
    what: contract.what,
    page: hrefOf(eventPath(contract.type)),
    schema: hrefOf(`${eventPath(contract.type)}schema.json`),
    class: contract.classification,
    owner: contract.owner,
    order: contract.order ?? 'each',
    ...(contract.order === 'newest' && { told_of: contract.told_of }),
    producers: contract.emitters,
    sources: tellersOf(contract, { systems }),
    consumers: contract.consumers,
    subscribers: told.get(contract.type) ?? [],
    may_be_sent: contract.door ?? false,
  })),
  files: [EXTRACT, ...layouts.map(shownOf)].map(({ name, kind, source }) => ({
    layout: name,
    kind,
    source,
    page: hrefOf(layoutPath(name)),
  })),
});
