import { html } from 'hono/html';
import type { Change, Version } from '../../../contracts/versions.ts';
import { type Html, layout } from '../pages/layout.ts';
import { dayWords } from '../pages/words.ts';
import { inline, link, listed } from './parts.ts';
import { CATALOGUE, eventPath, HOME, layoutPath } from './section.ts';
import type { CatalogueInput } from './types.ts';

/** What each version of the contracts changed, the newest first. */
export function changesPage(input: CatalogueInput): string {
  const known = new Set([...input.contracts.map(({ type }) => type), ...input.layouts.map((each) => each.layout)]);
  return layout(
    input,
    {
      title: 'Changes by version',
      description: 'What each version of the contracts changed.',
      crumbs: [HOME],
      head: '',
      main: html`<h1 class="govuk-heading-l">Changes by version</h1>
      <p class="govuk-body-l">An event keeps its name while it takes additions that may be left out. Any other change is a new event, .v2
        beside .v1.</p>
      <p class="govuk-body">That holds from version 1.0 on. Before it nothing is in use, and what is marked as breaking has changed in place.</p>
      ${input.versions.map((each) => section(each, known))}`,
    },
    CATALOGUE,
  );
}

const section = ({ version, on, says, changes }: Version, known: ReadonlySet<string>): Html => html`<section>
    <h2 class="govuk-heading-m" id="v${version ?? 'next'}">${version === null ? 'In no version yet' : `Version ${version}, ${dayWords(on ?? '')}`}</h2>
    ${says === '' ? '' : html`<p class="govuk-body">${says}</p>`}
    ${GROUPS.map(({ what, title }) => {
      const of = changes.filter((each) => each.what === what);
      return of.length === 0
        ? ''
        : html`<h3 class="govuk-heading-s">${title}</h3><ul class="govuk-list govuk-list--bullet">${alike(of).map((each) => line(each, known))}</ul>`;
    })}
  </section>`;

const GROUPS = [
  { what: 'new', title: 'New' },
  { what: 'changed', title: 'Changed' },
  { what: 'gone', title: 'Gone' },
] as const;

/** What changed in the same way stands together: all that is told of a notice has the same fields. */
const alike = (changes: readonly Change[]): Change[][] => {
  const [plain, detailed] = [changes.filter(isPlain), changes.filter((each) => !isPlain(each))];
  const together = Map.groupBy(detailed, ({ kind, details, breaks }) => JSON.stringify([kind, details, breaks]));
  return [...plain.map((each) => [each]), ...together.values()];
};

const isPlain = ({ details }: Change): boolean => details.length === 0;

const line = (changes: readonly Change[], known: ReadonlySet<string>): Html => {
  const [{ details, breaks, what }] = changes as [Change];
  const marked = breaks && what === 'changed' ? html` <strong>Breaks.</strong>` : '';
  const inner = isPlain(changes[0] as Change)
    ? ''
    : html`<ul class="govuk-list govuk-list--bullet">${details.map((each) => html`<li>${inline(each)}</li>`)}</ul>`;
  return html`<li>${listed(changes.map((each) => nameOf(each, known)))}${marked}${inner}</li>`;
};

const nameOf = ({ of, kind }: Change, known: ReadonlySet<string>): Html => {
  const path = kind === 'event' ? eventPath(of) : layoutPath(of);
  return html`${known.has(of) ? link(path, of) : of}${kind === 'file' ? ' (file)' : ''}`;
};
