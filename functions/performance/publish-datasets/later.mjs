// What making a release needs and starting does not. infra/constructs/bundle.ts bundles it into a file of its own beside
// index.mjs, which is why it is not TypeScript: it has the same name here and there.
export { pages } from '../pages/pages.ts';
export { readDefinitions } from '../publication/definitions.ts';
export { releaseFrom } from './make-release.ts';
