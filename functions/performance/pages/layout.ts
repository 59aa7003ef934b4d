import { html } from 'hono/html';
import { LICENCE } from '../publication/files/names.ts';
import type { PagesInput } from '../publication/types.ts';

/** A piece of a page, escaped already. */
export type Html = ReturnType<typeof html>;

type Page = {
  title: string;
  description: string;
  /** The way here, the page itself left out: text and address. */
  crumbs: { text: string; href: string }[];
  head: Html | string;
  main: Html;
};

/** A part of the site: where it begins, what stands in its header, and whose words stand at its foot. */
export type Section = { root: string; name: string; foot: (publisher: PagesInput['publisher']) => Html };

const OPEN_DATA: Section = {
  root: '/open-data/',
  name: 'Open performance data',
  foot: ({ name, contact }) => html`<p class="govuk-body-s">All figures may be used by anyone under the
      <a class="govuk-link" href="${LICENCE.url}" rel="license">${LICENCE.title}</a>.
      © ${name}.</p>
    <p class="govuk-body-s">Questions about the data: ${contact.name},
      <a class="govuk-link" href="mailto:${contact.email}">${contact.email}</a>.</p>`,
};

/** A whole page: no script that runs, no cookies, and nothing that is fetched from elsewhere. */
export function layout(
  { publisher }: Pick<PagesInput, 'publisher'>,
  { title, description, crumbs, head, main }: Page,
  section = OPEN_DATA,
): string {
  const page = html`<!doctype html>
<html lang="en-GB" class="govuk-template">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${publisher.name}</title>
<meta name="description" content="${description}">
<link rel="stylesheet" href="${section.root}site.css">
<link rel="icon" href="data:,">
${head}
</head>
<body class="govuk-template__body">
<a href="#main" class="govuk-skip-link">Skip to main content</a>
<header class="council">
  <div class="govuk-width-container council__inner">
    <a class="council__name" href="${section.root}">${publisher.name}</a>
    <span class="council__service">${section.name}</span>
  </div>
</header>
<div class="govuk-width-container">
  ${crumbs.length > 0 ? crumbTrail(crumbs) : ''}
  <main class="govuk-main-wrapper" id="main">${main}</main>
</div>
<footer class="govuk-footer">
  <div class="govuk-width-container">
    ${section.foot(publisher)}
  </div>
</footer>
</body>
</html>
`;
  return String(page);
}

const crumbTrail = (crumbs: Page['crumbs']) => html`<nav class="govuk-breadcrumbs" aria-label="Breadcrumb">
    <ol class="govuk-breadcrumbs__list">
      ${crumbs.map(({ text, href }) => html`<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="${href}">${text}</a></li>`)}
    </ol>
  </nav>`;
