import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOfPath } from '../../operate/names.ts';
import type { QueueState } from '../engine/engine.ts';

/** A queue as people read of it: by the construct's name, which folder, log, alarm and runbook share. */
export type NamedQueue = {
  name: string;
  visible: number;
  delayed: number;
  inFlight: number;
  /** True if no function reads it: what lies there was given up. */
  deadLetters: boolean;
  /** When the oldest message in it was sent, in milliseconds since 1970; null if it is empty. */
  oldest: number | null;
  /** Its name as SQS has it, and those of the queues whose dead letters it takes. */
  queue: string;
  feeds: string[];
};

type Template = { Resources?: Record<string, { Type: string; Properties?: Record<string, unknown> }> };

/**
 * Names a stack's queues by its construct tree, and tells dead-letter queues (those that no function reads) from
 * others.
 */
export function queueNamer(
  cdkOut: string,
  stackName: string,
  template: object,
): (states: QueueState[]) => NamedQueue[] {
  const names = namesIn(cdkOut, stackName);
  const read = readQueues(template as Template);
  return (states) =>
    states.map(({ logicalId, name, visible, delayed, inFlight, oldestSentAt, deadLetterOf }) => ({
      name: names.get(logicalId) ?? logicalId,
      visible,
      delayed,
      inFlight,
      deadLetters: !read.has(logicalId),
      oldest: oldestSentAt,
      queue: name,
      feeds: deadLetterOf,
    }));
}

function namesIn(cdkOut: string, stackName: string): Map<string, string> {
  const file = join(cdkOut, `${stackName}.metadata.json`);
  if (!existsSync(file)) return new Map();
  const metadata = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { type: string; data?: unknown }[]>;
  const names = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const { type, data } of entries) if (type === 'aws:cdk:logicalId') names.set(String(data), nameOfPath(path));
  }
  return names;
}

function readQueues({ Resources = {} }: Template): Set<string> {
  const read = new Set<string>();
  for (const { Type, Properties } of Object.values(Resources)) {
    if (Type !== 'AWS::Lambda::EventSourceMapping') continue;
    const source = Properties?.['EventSourceArn'] as { 'Fn::GetAtt'?: [string, string] } | undefined;
    if (source?.['Fn::GetAtt']) read.add(source['Fn::GetAtt'][0]);
  }
  return read;
}
