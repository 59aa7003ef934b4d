// The event buses: PutEvents, the default bus with its S3 events, and the rules that send events on.

import { randomUUID } from 'node:crypto';
import type { Stack } from '../stack/stack.ts';
import { ACCOUNT, REGION, type Resource, TemplateRefused } from '../stack/template.ts';
import type { Again, Archives } from './archives.ts';
import { checkInput, type EventEnvelope, inputFor, type TargetInput } from './event-input.ts';
import { compilePattern, type Matcher } from './event-pattern.ts';
import type { Deliver } from './targets.ts';

export type Target = TargetInput & { Arn: string; Id?: string; SqsParameters?: { MessageGroupId?: string } };
export type Rule = { logicalId: string; name: string; arn: string; bus: string; matches: Matcher; targets: Target[] };
type Entry = {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
  Resources?: string[];
  Time?: number | string;
};

export type EventRouter = {
  /** The body of a PutEvents answer: a result for each entry, in order. */
  putEvents(input: { Entries?: Entry[] }): { FailedEntryCount: number; Entries: Record<string, string>[] };
  /** Plays an event again to these rules alone; to all of its bus where none is named. */
  again: Again;
  /** Puts an event of an AWS service on the default bus. */
  publish(event: { source: string; detailType: string; resources: string[]; detail: unknown }): void;
};

type Routing = { passed?: string[]; only?: readonly string[] };

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html: all entries together. */
const MOST_BYTES = 256 * 1024;
const MOST_ENTRIES = 10;

/** A request that PutEvents answers with 400. */
export class ValidationError extends Error {
  override name = 'ValidationException';
}

/** @param keep takes what passed a bus into the archives of that */
export function createEventRouter(stack: Stack, deliver: Deliver, keep: Archives['keep']): EventRouter {
  const buses = new Set([
    'default',
    ...stack.ofType('AWS::Events::EventBus').map((r) => stack.identity(r.logicalId).name),
  ]);
  const rules = readRules(stack, buses);

  const route = (bus: string, event: EventEnvelope, { passed = [], only }: Routing = {}) => {
    for (const rule of rules) {
      if (rule.bus !== bus || !rule.matches(event) || only?.includes(rule.arn) === false) continue;
      for (const target of rule.targets) {
        const next = busOf(target.Arn);
        // On AWS, an event that a rule passed on is not passed on a second time.
        if (next === undefined) deliver(target, inputFor(target, event, rule));
        else if (!passed.includes(next)) route(next, event, { passed: [...passed, bus] });
      }
    }
  };

  const arrive = (bus: string, event: EventEnvelope) => {
    route(bus, event);
    keep(arnOfBus(bus), event);
  };

  return {
    again: (busArn, event, only) => route(busName(busArn), event, only ? { only } : {}),
    publish: ({ source, detailType, resources, detail }) =>
      arrive('default', envelope({ source, detailType, resources, detail, time: new Date() })),
    putEvents: ({ Entries = [] }) => {
      if (!Entries.length || Entries.length > MOST_ENTRIES) {
        throw new ValidationError(`PutEvents takes 1 to ${MOST_ENTRIES} entries, not ${Entries.length}`);
      }
      const bytes = Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
      if (bytes > MOST_BYTES)
        throw new ValidationError(`Total size of the entries in the request is over the limit: ${bytes} bytes`);
      const results = Entries.map((entry) => {
        const fault = faultOf(entry, buses);
        if (fault) return fault;
        const event = envelope({
          source: entry.Source ?? '',
          detailType: entry.DetailType ?? '',
          resources: entry.Resources ?? [],
          detail: JSON.parse(entry.Detail ?? '{}'),
          time: timeOf(entry.Time),
        });
        arrive(busName(entry.EventBusName), event);
        return { EventId: event.id };
      });
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  };
}

function readRules(stack: Stack, buses: Set<string>): Rule[] {
  const rules: Rule[] = [];
  const problems: string[] = [];
  for (const resource of stack.ofType('AWS::Events::Rule')) {
    const { logicalId, properties } = resource;
    const { name, attributes } = stack.identity(logicalId);
    const bus = busName(properties['EventBusName'] as string | undefined);
    const at = `${logicalId} (AWS::Events::Rule)`;
    if (!buses.has(bus)) problems.push(`${at}: EventBusName ${bus} is not in the stack`);
    try {
      const targets = targetsOf(resource);
      for (const target of targets) checkInput(target);
      for (const { Arn } of targets) {
        if (busOf(Arn) !== undefined && !buses.has(busOf(Arn) ?? ''))
          throw new Error(`Targets.Arn ${Arn} is not in the stack`);
      }
      if (properties['EventPattern'] === undefined || properties['State'] === 'DISABLED') continue;
      const matches = compilePattern(properties['EventPattern'], 'EventPattern');
      rules.push({ logicalId, name, arn: attributes['Arn'] ?? '', bus, matches, targets });
    } catch (error) {
      problems.push(`${at}: ${(error as Error).message}`);
    }
  }
  if (problems.length) throw new TemplateRefused(problems);
  return rules;
}

export const targetsOf = ({ properties }: Resource): Target[] => (properties['Targets'] ?? []) as Target[];

const busOf = (arn: string): string | undefined => /^arn:aws:events:.*:event-bus\/(.+)$/.exec(arn)?.[1];

const arnOfBus = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;

const busName = (nameOrArn: string | undefined): string => (nameOrArn ? (busOf(nameOrArn) ?? nameOrArn) : 'default');

function envelope(event: {
  source: string;
  detailType: string;
  resources: string[];
  detail: unknown;
  time: Date;
}): EventEnvelope {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: ACCOUNT,
    time: event.time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: event.resources,
    detail: event.detail,
  };
}

/** The event that a schedule makes. */
export function scheduledEvent(source: 'aws.events' | 'aws.scheduler', arn: string, at: Date): EventEnvelope {
  const detail = source === 'aws.events' ? {} : '{}';
  return envelope({ source, detailType: 'Scheduled Event', resources: [arn], detail, time: at });
}

/** The SDK writes times as seconds since 1970. */
const timeOf = (time: number | string | undefined): Date =>
  time === undefined ? new Date() : new Date(typeof time === 'number' ? time * 1000 : time);

/** As AWS counts: 14 bytes for a time, and the bytes of the texts. */
function sizeOf(entry: Entry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), entry.Time === undefined ? 0 : 14);
}

function faultOf(entry: Entry, buses: Set<string>): { ErrorCode: string; ErrorMessage: string } | undefined {
  const invalid = (ErrorMessage: string) => ({ ErrorCode: 'InvalidArgument', ErrorMessage });
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name]) return invalid(`Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  if (entry.Source?.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  if (!buses.has(busName(entry.EventBusName))) return invalid(`Event bus ${entry.EventBusName} does not exist.`);
  try {
    const detail = JSON.parse(entry.Detail ?? '');
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return undefined;
  } catch {
    // answered below
  }
  return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}
