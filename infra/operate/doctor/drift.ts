import { isDeepStrictEqual } from 'node:util';
import type { Template } from '../stack-now.ts';
import type { Check } from './finding.ts';

/** What differs from build to build without meaning anything, or is the pipeline's. */
const ASIDE = /^(CDKMetadata|smoke)/;
const CODE = new Set(['Code', 'Content', 'Metadata']);

/** Which resources are otherwise in a stack than this checkout would make them. The code of functions is not looked at. */
export function driftOf(deployed: Template, ours: Template): string[] {
  const ids = new Set([...Object.keys(deployed.Resources), ...Object.keys(ours.Resources)]);
  return [...ids].filter((id) => !ASIDE.test(id) && !isDeepStrictEqual(seen(deployed, id), seen(ours, id))).sort();
}

function seen({ Resources }: Template, id: string) {
  const resource = Resources[id];
  if (!resource) return null;
  const properties = Object.entries(resource.Properties ?? {}).filter(([name]) => !CODE.has(name));
  return { type: resource.Type, properties: Object.fromEntries(properties) };
}

const NAMED = 5;

export function drift(differing: string[], name: string): Check {
  if (differing.length === 0) return { name: 'drift', findings: [] };
  const more = differing.length > NAMED ? ` and ${differing.length - NAMED} more` : '';
  const what = `${differing.length} resources differ from this checkout: ${differing.slice(0, NAMED).join(', ')}${more}`;
  return {
    name: 'drift',
    findings: [{ grade: 'note', what, mend: `npx cdk diff ${name}; deploy, or check out what is deployed` }],
  };
}
