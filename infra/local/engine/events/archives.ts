// Archives of buses: what passed is kept, line by line, and played again to the rules that a replay names.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html

import { appendFileSync, createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Stack } from '../stack/stack.ts';
import { ACCOUNT, REGION, TemplateRefused } from '../stack/template.ts';
import type { EventEnvelope } from './event-input.ts';
import { compilePattern, type Matcher } from './event-pattern.ts';

type Archive = { arn: string; bus: string; file: string; matches: Matcher };

type ReplayInput = {
  ReplayName?: string;
  EventSourceArn?: string;
  EventStartTime?: number;
  EventEndTime?: number;
  Destination?: { Arn?: string; FilterArns?: string[] };
};

/** Puts an event on a bus for these rules alone; for all of them where none is named. */
export type Again = (bus: string, event: EventEnvelope, rules: readonly string[] | undefined) => void;

export type Archives = {
  keep(busArn: string, event: EventEnvelope): void;
  /** The body of a StartReplay answer. All is played when it resolves: on AWS that takes minutes. */
  startReplay(input: ReplayInput): Promise<{ ReplayArn: string; State: string; ReplayStartTime: number }>;
  close(): void;
};

/** A request that StartReplay answers with 400. */
export class ReplayRefused extends Error {
  constructor(
    name: 'ValidationException' | 'ResourceNotFoundException' | 'ResourceAlreadyExistsException',
    message: string,
  ) {
    super(message);
    this.name = name;
  }
}

/** So many events are one write to the data folder. */
const AT_ONCE = 100;
const NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

/**
 * @param how.dataDir where archives outlive the engine; without it they end with it
 * @param how.atOnce does work as one write
 */
export function openArchives(
  stack: Stack,
  how: { dataDir: string | undefined; again: Again; atOnce: (work: () => void) => void },
): Archives {
  const { dataDir, again, atOnce } = how;
  const here = dataDir ? undefined : mkdtempSync(join(tmpdir(), 'crier-archives-'));
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const archives = readArchives(stack, here ?? (dataDir as string));
  const names = new Set<string>();

  const play = async ({ file, bus }: Archive, input: ReplayInput): Promise<void> => {
    if (!existsSync(file)) return;
    const { ReplayName, EventStartTime = 0, EventEndTime = 0, Destination } = input;
    const send = (events: EventEnvelope[]) =>
      atOnce(() => {
        for (const event of events) again(bus, { ...event, 'replay-name': ReplayName }, Destination?.FilterArns);
      });
    let events: EventEnvelope[] = [];
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const event = JSON.parse(line) as EventEnvelope;
      const at = Date.parse(event.time) / 1000;
      if (at >= EventStartTime && at <= EventEndTime) events.push(event);
      if (events.length < AT_ONCE) continue;
      send(events);
      events = [];
    }
    send(events);
  };

  return {
    keep: (busArn, event) => {
      for (const { bus, file, matches } of archives)
        if (bus === busArn && matches(event)) appendFileSync(file, `${JSON.stringify(event)}\n`);
    },
    startReplay: async (input) => {
      const { ReplayName = '', EventSourceArn, EventStartTime = 0, EventEndTime = 0, Destination } = input;
      if (!NAME.test(ReplayName)) throw new ReplayRefused('ValidationException', 'ReplayName is not valid');
      if (EventStartTime >= EventEndTime)
        throw new ReplayRefused('ValidationException', 'EventStartTime must be before EventEndTime');
      const archive = archives.find(({ arn }) => arn === EventSourceArn);
      if (!archive) throw new ReplayRefused('ResourceNotFoundException', `Archive ${EventSourceArn} does not exist.`);
      if (Destination?.Arn !== archive.bus)
        throw new ReplayRefused('ValidationException', 'Cross event bus replay is not permitted.');
      if (names.has(ReplayName))
        throw new ReplayRefused('ResourceAlreadyExistsException', `Replay ${ReplayName} already exists.`);
      names.add(ReplayName);
      await play(archive, input);
      const ReplayArn = `arn:aws:events:${REGION}:${ACCOUNT}:replay/${ReplayName}`;
      return { ReplayArn, State: 'STARTING', ReplayStartTime: Date.now() / 1000 };
    },
    close: () => {
      if (here) rmSync(here, { recursive: true, force: true });
    },
  };
}

function readArchives(stack: Stack, folder: string): Archive[] {
  return stack.ofType('AWS::Events::Archive').map(({ logicalId, properties }) => {
    const { name, attributes } = stack.identity(logicalId);
    try {
      return {
        arn: attributes['Arn'] ?? '',
        bus: String(properties['SourceArn']),
        file: join(folder, `archive-${name}.ndjson`),
        matches: compilePattern(properties['EventPattern'] ?? {}, 'EventPattern'),
      };
    } catch (error) {
      throw new TemplateRefused([`${logicalId} (AWS::Events::Archive): ${(error as Error).message}`]);
    }
  });
}
