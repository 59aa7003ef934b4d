import { isDeepStrictEqual } from 'node:util';
import type { StackNow, Template } from '../stack-now.ts';
import type { Check } from './finding.ts';

/** What differs from build to build without meaning anything, or by who deploys: the pipeline has its own names for what lets rules call. */
const ASIDE = /^(CDKMetadata|smoke)|AllowEventRule/;
/** Names within a resource that the CDK makes of a construct's whole path, which begins otherwise in the pipeline. */
const OF_A_PATH = /^(AllowEventRule)?crier[a-z]+\w*[0-9A-F]{8}$/;
const CODE = new Set(['Code', 'Content', 'Metadata']);

type Deployed = Pick<StackNow, 'template' | 'account' | 'region'>;

/** Which resources are otherwise in a stack than this checkout would make them. The code of functions is not looked at. */
export function driftOf({ template, account, region }: Deployed, ours: Template): string[] {
  const known = { 'AWS::AccountId': account, 'AWS::Region': region, 'AWS::Partition': 'aws' };
  const ids = new Set([...Object.keys(template.Resources), ...Object.keys(ours.Resources)]);
  const isAsDeployed = (id: string) => isDeepStrictEqual(seen(template, id, known), seen(ours, id, known));
  return [...ids].filter((id) => !ASIDE.test(id) && !isAsDeployed(id)).sort();
}

type Known = Readonly<Record<string, string>>;

function seen({ Resources }: Template, id: string, known: Known) {
  const resource = Resources[id];
  if (!resource) return null;
  const properties = Object.entries(resource.Properties ?? {}).filter(([name]) => !CODE.has(name));
  return { type: resource.Type, properties: told(Object.fromEntries(properties), known) };
}

/** A value with account and region written out: the pipeline's templates name them, those that are deployed by hand refer to them. */
function told(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) return value.map((each) => told(each, known));
  if (typeof value === 'string') return OF_A_PATH.test(value) ? '' : value;
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::Join': join } = value as { Ref?: string; 'Fn::Join'?: [string, unknown] };
  if (Ref !== undefined && Object.hasOwn(known, Ref)) return known[Ref];
  if (Array.isArray(join?.[1])) return joined(join[0], told(join[1], known) as unknown[]);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, told(each, known)]));
}

/** Texts that follow each other are one. */
function joined(between: string, parts: unknown[]): unknown {
  const merged: unknown[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = `${last}${between}${part}`;
    else merged.push(part);
  }
  return merged.length === 1 && typeof merged[0] === 'string' ? merged[0] : { 'Fn::Join': [between, merged] };
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
