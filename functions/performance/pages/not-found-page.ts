import { html } from 'hono/html';
import type { PagesInput } from '../publication/types.ts';
import { layout } from './layout.ts';

/** What a reader sees at an address that does not exist. It is the same for every release. */
export const notFoundPage = ({ publisher }: Pick<PagesInput, 'publisher'>): string =>
  layout(
    { publisher },
    {
      title: 'Page not found',
      description: 'There is no page at this address.',
      crumbs: [],
      head: html`<meta name="robots" content="noindex">`,
      main: html`<h1 class="govuk-heading-l">Page not found</h1>
      <p class="govuk-body">If you typed the address, check that it is right. If you followed a link to a dated copy, look for its day in
        the dataset’s own page: there is a copy for each day on which it changed.</p>
      <p class="govuk-body"><a class="govuk-link" href="/open-data/">All datasets</a></p>`,
    },
  );
