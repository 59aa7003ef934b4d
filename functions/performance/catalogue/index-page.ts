import { html } from 'hono/html';
import type { Contract } from '../../../contracts/envelope.ts';
import { type Html, layout } from '../pages/layout.ts';
import { tellersOf } from './event-page.ts';
import { KINDS, type ShownLayout } from './layout-page.ts';
import { link, listed, table } from './parts.ts';
import { CATALOGUE, eventPath, layoutPath } from './section.ts';
import { type CatalogueInput, versionOf } from './types.ts';

/** Domains of events, by the word in their types, in the order in which they are read. */
const DOMAINS: Readonly<Record<string, string>> = {
  residents: 'Residents and their contacts',
  recovery: 'Council tax recovery',
  payments: 'Payments',
  benefits: 'Housing Benefit and Council Tax Support',
  requests: 'Reports about a street',
  waste: 'Booked collections',
  records: 'Records of other systems',
  contacts: 'How residents reach the council',
  notices: 'Notices to residents',
  intake: 'Files that came in',
  platform: 'Tests of Crier itself',
};

const domainOf = ({ type }: Contract): string => type.split('.')[1] ?? '';

/** The first page: where to begin, and everything there is. */
export function indexPage(layouts: readonly ShownLayout[], input: CatalogueInput): string {
  const { contracts, publisher } = input;
  const named = [...Map.groupBy(contracts, domainOf)].sort(([a], [b]) => place(a) - place(b));
  return layout(
    input,
    {
      title: 'Catalogue of events and files',
      description: `What systems may tell ${publisher.name}, what they are told, and how to join.`,
      crumbs: [],
      head: '',
      main: html`<h1 class="govuk-heading-l">What systems tell the council, and what they are told</h1>
      <p class="govuk-body-l">A resident tells the council once, and every system that needs to know gets to know. This is for those who
        build or run one of these systems.</p>
      <ul class="cards">${START.map(({ path, title, text }) => html`<li class="card"><h2 class="govuk-heading-s">${link(path, title)}</h2><p class="govuk-body-s">${text}</p></li>`)}</ul>
      <h2 class="govuk-heading-m" id="events">Events</h2>
      <p class="govuk-body">Each is a CloudEvent 1.0. <em>Told by</em> names the systems of this council that send it, where it is not
        Crier itself; <em>told to</em> says how many systems are told of it. Who they are, and who is asked about each, says its page.</p>
      <p class="govuk-body">On this page: ${listed([...named.map(([domain]) => [domain, titleOf(domain)] as const), ['files', 'Files'] as const, ['machines', 'For machines'] as const].map(([id, title]) => html`<a class="govuk-link" href="#${id}">${title}</a>`))}.</p>
      ${named.map(([domain, all]) => section(domain, all, input))}
      <h2 class="govuk-heading-m" id="files">Files</h2>
      ${table({
        caption: 'Layouts of files',
        headings: ['Layout', 'What its rows say', 'Kind', 'Sent by'],
        rows: layouts.map(({ name, what, kind, source }) => [
          link(layoutPath(name), name),
          what,
          KINDS[kind],
          source ?? 'Crier',
        ]),
      })}
      <h2 class="govuk-heading-m" id="machines">For machines</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>${link('asyncapi.json', 'asyncapi.json')}: every event, as AsyncAPI 3</li>
        <li>${link('catalogue.json', 'catalogue.json')}: every event and layout with the address of its JSON Schema, class, owner and order</li>
      </ul>
      <p class="govuk-body">Contracts are at version ${versionOf(input)}. ${link('changes/', 'What each version changed')}.</p>`,
    },
    CATALOGUE,
  );
}

const titleOf = (domain: string): string => DOMAINS[domain] ?? domain;

const place = (domain: string): number => {
  const at = Object.keys(DOMAINS).indexOf(domain);
  return at === -1 ? Object.keys(DOMAINS).length : at;
};

const START = [
  {
    path: 'producers/',
    title: 'Guide for a system that tells',
    text: 'Send your first event and your first file, and read what comes back: within an hour.',
  },
  {
    path: 'subscribers/',
    title: 'Guide for a system that is told',
    text: 'Take webhooks that are signed, in order, each once; or a nightly file.',
  },
  {
    path: 'changes/',
    title: 'Changes by version',
    text: 'What is new, what is gone, and what may break a system built before.',
  },
] as const;

const section = (domain: string, all: readonly Contract[], input: CatalogueInput): Html => html`<section>
    <h3 class="govuk-heading-s" id="${domain}">${titleOf(domain)}</h3>
    ${table({
      caption: `Events: ${titleOf(domain)}`,
      headings: ['Event', 'What has happened', 'Class', 'Order', 'Told by', 'Told to'],
      rows: all.map((contract) => [
        link(
          eventPath(contract.type),
          html`${contract.type.split('.')[2]}<span class="govuk-visually-hidden"> (${contract.type})</span>`,
        ),
        contract.what,
        contract.classification,
        contract.order ?? 'each',
        tellersOf(contract, input).join(', ') || (contract.door ? 'nobody yet' : 'Crier'),
        String(input.told.get(contract.type)?.length ?? 0),
      ]),
    })}
  </section>`;
