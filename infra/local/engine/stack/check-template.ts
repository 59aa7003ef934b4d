// Compares each resource with what is known of its type (resource-types/): run, known to do nothing, or refused.

import { alarms } from './resource-types/alarms.ts';
import { events } from './resource-types/events.ts';
import { functions } from './resource-types/functions.ts';
import type { KnownProperties } from './resource-types/known-properties.ts';
import { stores } from './resource-types/stores.ts';
import { web } from './resource-types/web.ts';
import { withoutEffect } from './resource-types/without-effect.ts';
import type { Stack } from './stack.ts';
import { type Resource, TemplateRefused } from './template.ts';

const whatRuns: Record<string, KnownProperties> = { ...stores, ...functions, ...events, ...web, ...alarms };

export type NotRun = { logicalId: string; type: string; why: string };

/**
 * @returns what of the template does nothing here, and the functions that are not run because the engine does their work.
 * @throws TemplateRefused naming logical id, type and property of all that the engine does not run.
 */
export function checkTemplate(stack: Stack): { notRun: NotRun[]; providers: Set<string> } {
  const providers = providersOfCustomResources(stack);
  const { problems, notRun } = checkResources(stack.resources.filter((r) => !providers.has(r.logicalId)));
  if (problems.length) throw new TemplateRefused(problems);
  for (const logicalId of providers) {
    notRun.push({
      logicalId,
      type: 'AWS::Lambda::Function',
      why: 'serves only custom resources, which the engine runs itself',
    });
  }
  return { notRun, providers };
}

/** @returns what is refused, and what is known to do nothing here: whole resources and single properties. */
export function checkResources(resources: Resource[]): { problems: string[]; notRun: NotRun[] } {
  const problems: string[] = [];
  const notRun: NotRun[] = [];
  for (const { logicalId, type, properties } of resources) {
    const why = withoutEffect[type];
    if (why) {
      notRun.push({ logicalId, type, why });
      continue;
    }
    const known = whatRuns[type];
    if (!known) {
      problems.push(`${logicalId}: resource type ${type} is not run`);
      continue;
    }
    const idle: string[] = [];
    for (const path of pathsIn(properties, '')) {
      const covered = (listed: string) => path.path === listed || path.path.startsWith(`${listed}.`);
      if (known.nothing?.some(covered)) idle.push(path.path.split('.').slice(0, 2).join('.'));
      else if (!known.runs.some(covered) && !emptyPartOf(known.runs, path))
        problems.push(`${logicalId} (${type}): property ${path.path} is not run`);
      const allowed = known.only?.[path.path];
      if (allowed && !allowed.test(String(path.value))) {
        problems.push(
          `${logicalId} (${type}): ${path.path} ${JSON.stringify(path.value)} is not run, only ${allowed.source}`,
        );
      }
    }
    if (idle.length)
      notRun.push({ logicalId, type, why: `known to do nothing here: ${[...new Set(idle)].join(', ')}` });
  }
  return { problems, notRun };
}

/** An empty object, as the CDK writes `SqsParameters: {}`, asks for nothing of what it could hold. */
function emptyPartOf(runs: string[], { path, value }: { path: string; value: unknown }): boolean {
  return typeof value === 'object' && value !== null && runs.some((listed) => listed.startsWith(`${path}.`));
}

/** Every leaf of the properties as a dotted path; arrays are transparent. */
function* pathsIn(value: unknown, path: string): Generator<{ path: string; value: unknown }> {
  if (Array.isArray(value)) {
    for (const item of value) yield* pathsIn(item, path);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (!entries.length && path) yield { path, value };
    for (const [key, item] of entries) yield* pathsIn(item, path ? `${path}.${key}` : key);
  } else if (path) {
    yield { path, value };
  }
}

/** The functions that the CDK adds to serve custom resources (some in Python); the engine does their work itself. */
function providersOfCustomResources(stack: Stack): Set<string> {
  const custom = stack.resources.filter(({ type }) => type.startsWith('Custom::'));
  const tokens = new Set(custom.map(({ properties }) => properties['ServiceToken']));
  const serving = stack
    .ofType('AWS::Lambda::Function')
    .filter(({ logicalId }) => tokens.has(stack.identity(logicalId).attributes['Arn']));
  return new Set(serving.map(({ logicalId }) => logicalId));
}
