// The types of later.mjs.
export { pages } from '../pages/pages.ts';
export { readDefinitions } from '../publication/definitions.ts';
export { releaseFrom } from './make-release.ts';
