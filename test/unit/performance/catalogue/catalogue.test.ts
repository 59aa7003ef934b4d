import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { catalogue } from '../../../../contracts/catalogue.ts';
import type { Contract } from '../../../../contracts/envelope.ts';
import { fieldsOf } from '../../../../contracts/field-words.ts';
import { readLayout } from '../../../../contracts/files/layouts.ts';
import { dataSchema } from '../../../../contracts/json-schema.ts';
import { catalogueFiles } from '../../../../functions/performance/catalogue/catalogue.ts';
import { tellersOf } from '../../../../functions/performance/catalogue/event-page.ts';
import { contentTypeOf } from '../../../../functions/performance/site/content-types.ts';
import { readSubscribers } from '../../../../infra/config/subscribers.ts';
import { blocksOn, catalogueInput } from '../../../support/catalogue.ts';

const input = catalogueInput();
const files = catalogueFiles(input);
const textOf = (path: string): string => {
  const bytes = files.get(`catalogue/${path}`);
  if (!bytes) throw new Error(`there is no ${path}`);
  return Buffer.from(bytes).toString();
};
const pages = [...files].filter(([path]) => path.endsWith('.html')).map(([path]) => path);

/** What stands on a page, without its marks. */
const wordsOn = (page: string): string =>
  page
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');

describe('the catalogue', () => {
  test.each(catalogue.map((contract) => [contract.type, contract] as const))('tells all of %s', (type, contract) => {
    const page = textOf(`events/${type}/index.html`);
    const words = wordsOn(page);
    for (const each of [contract.what, contract.owner, `${contract.classification}:`, `${contract.order ?? 'each'}:`])
      expect(words).toContain(each);
    const functions = contract.emitters.filter((each) => !input.systems.has(each));
    for (const each of [
      ...functions,
      ...tellersOf(contract, input),
      ...contract.consumers,
      ...(input.told.get(type) ?? []),
    ])
      expect(words).toContain(each);
    for (const { name, inside } of fieldsOf(contract, dataSchema(contract)))
      expect(page).toContain(`<code>${[...inside, name].join('.')}</code>`);
    const samples = input.samples.get(type)!;
    expect(samples.length).toBeGreaterThan(0);
    for (const { file, json } of samples) {
      expect(textOf(`events/${type}/${file}`)).toBe(json);
      expect(page).toContain(`href="/catalogue/events/${type}/${file}"`);
      expect(words).toContain(String(JSON.parse(json).id));
    }
    expect(JSON.parse(textOf(`events/${type}/schema.json`)).title).toBe(type);
    expect(textOf('index.html')).toContain(`href="/catalogue/events/${type}/"`);
  });

  test.each(input.layouts.map((layout) => [layout.layout, layout] as const))(
    'tells all of the file %s',
    (name, layout) => {
      const page = textOf(`files/${name}/index.html`);
      for (const each of layout.columns)
        expect(page).toContain(`<code>${typeof each === 'string' ? each : each.name}</code>`);
      expect(JSON.parse(textOf(`files/${name}/layout.json`))).toEqual(layout);
      expect(textOf('index.html')).toContain(`href="/catalogue/files/${name}/"`);
      const sample = textOf(`files/${name}/${name}.csv`);
      expect(page).toContain(`<code>${sample.split(',')[0]}`);
    },
  );

  test('names the systems that tell an event and those that are told, with whom to ask, and what Crier alone tells', () => {
    const pageOf = (type: string) => wordsOn(textOf(`events/council.${type}.v1/index.html`));
    const told = pageOf('residents.address-changed');
    expect(told).toMatch(
      /Told by revenues-benefits \(.*\) residents-portal \(Digital team: the residents’ portal\) Systems told/,
    );
    expect(told).toContain('libraries (Libraries: the library management system)');
    expect(told).toContain('put on the bus by receive-events; used by plan-notices');
    expect(pageOf('notices.notice-sent')).toContain('Told by Crier itself');
    const index = wordsOn(textOf('index.html'));
    expect(index).toContain('personal newest revenues-benefits, residents-portal 5');
    expect(index).toContain('personal each revenues-benefits, residents-portal 1'); // an opt-out
    expect(wordsOn(textOf('files/payments/index.html'))).toContain('Sent by revenues-benefits (Revenues and benefits:');
    const without = catalogueFiles({ ...input, systems: new Map() });
    const page = (type: string) => wordsOn(Buffer.from(without.get(`catalogue/events/${type}/index.html`)!).toString());
    expect(page('council.waste.collection-booked.v1')).toContain('Told by no system of this council Systems told');
    expect(index).toMatch(/notice-sent .*? personal each Crier 0/);
  });

  test('has words for every domain of events', () => {
    const headings = [...textOf('index.html').matchAll(/<h3 class="govuk-heading-s" id="(\w+)">([^<]*)</g)];
    expect(headings.length).toBeGreaterThan(5);
    expect(headings.filter(([, domain, words]) => domain === words)).toEqual([]);
  });

  test('says once what changed in many events alike', () => {
    const change = (of: string, details: string[]) =>
      ({ of, kind: 'event', what: 'changed', details, breaks: false }) as const;
    const changes = [change('a.v1', ['`x` is gone']), change('b.v1', ['`y` is gone']), change('c.v1', ['`x` is gone'])];
    const made = catalogueFiles({ ...input, versions: [{ version: null, on: null, says: '', changes }] });
    const page = wordsOn(Buffer.from(made.get('catalogue/changes/index.html')!).toString());
    expect(page.replaceAll(' ,', ',')).toMatch(/In no version yet Changed a\.v1, c\.v1 x is gone b\.v1 y is gone/);
  });

  test('tells of the extract, whose layout is code', () => {
    const page = wordsOn(textOf('files/recovery-extract/index.html'));
    expect(page).toContain('breathing_space_from in the header a day such as 2026-09-28');
    expect(page).toContain('council.recovery.account-snapshotted.v1');
    expect(page).toContain('TRAILER,2,');
  });

  test('shows of each file that goes out a sample that is whole', () => {
    const out = input.layouts.filter(({ kind }) => kind === 'out');
    expect(out.length).toBeGreaterThan(0);
    for (const { layout, columns } of out) {
      const lines = textOf(`files/${layout}/${layout}.csv`).split('\r\n');
      const rows = lines.slice(1, -2);
      expect(lines[0]).toBe(columns.join(','));
      const sum = rows.reduce((total, row) => total + Number(row.split(',')[1]), 0);
      expect(lines.slice(-2)).toEqual([`TRAILER,${rows.length},${sum}`, '']);
    }
  });

  test('tells of a snapshot what is compared and when it is held', () => {
    const snapshot = readLayout(
      {
        ...{ layout: 'council-homes', kind: 'snapshot', what: 'Who lives where.', source: 'housing', key: ['home'] },
        columns: [
          { name: 'home', form: 'text', required: 'value' },
          { name: 'tenant', form: 'text', required: 'header', compared: true },
        ],
        facts: Object.fromEntries(
          ['added', 'changed', 'gone'].map((each) => [each, `council.records.record-${each}.v1`]),
        ),
        ...{ trailer: 'rows', lose_percent: 20, baseline_events: false },
      },
      'here',
    );
    const made = catalogueFiles({ ...input, layouts: [snapshot] });
    const page = wordsOn(Buffer.from(made.get('catalogue/files/council-homes/index.html')!).toString());
    expect(page).toContain('all records as they stand');
    expect(page).toContain('tenant in the header text yes');
    expect(page).toContain('lost more than 20% of the records is held');
    expect(page).toContain('council.records.record-gone.v1');
  });

  test('has no link that leads nowhere, and to no place on a page that is not there', () => {
    const ids = new Map(
      pages.map((path) => [
        path,
        new Set(
          [
            ...Buffer.from(files.get(path)!)
              .toString()
              .matchAll(/ id="([^"]+)"/g),
          ].map(([, id]) => id!),
        ),
      ]),
    );
    const wrong = pages.flatMap((path) =>
      [
        ...Buffer.from(files.get(path)!)
          .toString()
          .matchAll(/ (?:href|src)="([^"]*)"/g),
      ].flatMap(([, to = '']) => {
        if (/^(mailto:|data:)/.test(to)) return [];
        const [place = '', id = ''] = to.split('#');
        const at = place === '' ? path : place.slice(1).replace(/\/$/, '/index.html');
        return files.has(at) && (id === '' || ids.get(at)?.has(id)) ? [] : [`${path}: ${to}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('has pages without scripts, and files of kinds that browsers are told of', () => {
    for (const path of pages)
      expect(Buffer.from(files.get(path)!).toString()).not.toMatch(/<script|javascript:| on[a-z]+=/);
    for (const path of files.keys()) expect(contentTypeOf(path)).not.toBe('');
  });

  test('gives the same bytes again', () => {
    expect(catalogueFiles(catalogueInput())).toEqual(files);
  });

  test('escapes what a contract says', () => {
    const odd: Contract = {
      ...catalogue[0]!,
      type: 'council.odd.thing-done.v1',
      what: 'A <b>thing</b> & more.',
      data: z.lazy(() => z.object({ 'a<b': z.string() })),
    };
    const made = catalogueFiles({ ...input, contracts: [odd] });
    const page = Buffer.from(made.get('catalogue/events/council.odd.thing-done.v1/index.html')!).toString();
    expect(page).toContain('A &lt;b&gt;thing&lt;/b&gt; &amp; more.');
    expect(page).toContain('<code>a&lt;b</code>');
  });
});

describe('the guides', () => {
  test('have the receiver that the deliveries of the tests go to, word for word', () => {
    const receiver = readFileSync('infra/local/subscribers/receiver.ts', 'utf8').trimEnd();
    expect(blocksOn(textOf('subscribers/index.html')).get('receiver-typescript')).toBe(receiver);
  });

  test('have an entry of a subscriber that npm start takes', () => {
    const entry = blocksOn(textOf('subscribers/index.html')).get('entry-json')!;
    expect(readSubscribers(entry, [])).toMatchObject({ subscribers: [{ name: 'libraries' }] });
  });

  test('have the council’s own address, and leave no place open', () => {
    for (const name of ['producers', 'subscribers']) expect(textOf(`${name}/index.html`)).not.toContain('{{');
    expect(blocksOn(textOf('producers/index.html')).get('set-up-bash')).toContain(
      'CRIER_URL=https://api.stockton.example\n',
    );
  });

  /** What a block sends: to which address, as what, and the event or file in it. */
  const sent = (block: string) => ({
    path: /(?:CRIER_URL|env:CRIER_URL)([^"?]*)/.exec(block)?.[1],
    type: /[Cc]ontent-?[Tt]ype:? '?([\w/+-]+)/.exec(block)?.[1],
    body: /(?:JSON'|CSV'|@')\n(.*?)\n(?:JSON|CSV|'@)/s.exec(block)?.[1],
  });

  test.each(['one', 'file'])('send in PowerShell what curl sends: %s', (name) => {
    const blocks = blocksOn(textOf('producers/index.html'));
    const curl = sent(blocks.get(`${name}-bash`)!);
    expect(curl.path).toMatch(/^\/(events|files\/)/);
    expect(curl.body).toBeDefined();
    expect(sent(blocks.get(`${name}-powershell`)!)).toEqual(curl);
  });
});
