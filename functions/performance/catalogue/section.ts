import { html } from 'hono/html';
import type { Section } from '../pages/layout.ts';

/** Where the catalogue lies under the site's root. */
export const ROOT = 'catalogue/';

export const CATALOGUE: Section = {
  root: `/${ROOT}`,
  name: 'Catalogue of events and files',
  foot: ({ contact }) => html`<p class="govuk-body-s">The people, numbers and addresses in samples are invented.
      Contracts and samples may be copied and used by anyone.</p>
    <p class="govuk-body-s">Questions: ${contact.name},
      <a class="govuk-link" href="mailto:${contact.email}">${contact.email}</a>.</p>`,
};

export const HOME = { text: 'Catalogue', href: CATALOGUE.root };

/** The folder of an event or of a layout. */
export const eventPath = (type: string): string => `events/${type}/`;
export const layoutPath = (layout: string): string => `files/${layout}/`;
export const hrefOf = (path: string): string => `${CATALOGUE.root}${path}`;
