import { StartReplayCommand } from '@aws-sdk/client-eventbridge';
import type { Clients } from './clients.ts';
import { namedIn, nameOf, ofType, type Resource, type StackNow } from './stack-now.ts';

/** A worker that facts of the bus reach, and by which rules. `byOthers`: what is played again for it is asked for in another way. */
export type Consumer = { name: string; rules: Resource[]; byOthers: boolean };

/** Every worker that facts of the stack's own bus reach. */
export function consumersOf(stack: StackNow): Consumer[] {
  const rules = ofType(stack, 'AWS::Events::Rule').filter(({ properties }) => properties['EventBusName'] !== undefined);
  const isFed = ({ properties }: Resource, { logicalId }: Resource) =>
    ((properties['Targets'] ?? []) as { Arn: unknown }[]).some(({ Arn }) => namedIn(Arn) === logicalId);
  const isReplayed = ({ properties }: Resource) => 'replay-name' in ((properties['EventPattern'] ?? {}) as object);
  return ofType(stack, 'AWS::SQS::Queue').flatMap((queue) => {
    const fed = rules.filter((rule) => isFed(rule, queue));
    return fed.length === 0 ? [] : [{ name: nameOf(queue), rules: fed, byOthers: fed.some(isReplayed) }];
  });
}

/** Facts between two instants, in milliseconds since 1970: by when the bus had them. */
export type Span = { from: number; to: number };

/** Has the bus play what its archive has of a time again, to one worker alone. Asked for again in the same minute it is the same replay. */
export async function replayTo(
  { bus }: Pick<Clients, 'bus'>,
  stack: StackNow,
  { consumer, from, to, at }: Span & { consumer: Consumer; at: number },
): Promise<string> {
  const arn = (rest: string) => `arn:aws:events:${stack.region}:${stack.account}:${rest}`;
  const [archive] = ofType(stack, 'AWS::Events::Archive');
  const [facts] = ofType(stack, 'AWS::Events::EventBus');
  if (!archive || !facts) throw new Error(`${stack.name} has no archive of its bus`);
  const ReplayName = [consumer.name, from, to, Math.floor(at / 60_000)]
    .map((part) => (typeof part === 'number' ? part.toString(36) : part))
    .join('-')
    .slice(-64);
  const command = new StartReplayCommand({
    ReplayName,
    EventSourceArn: arn(`archive/${archive.physicalId}`),
    EventStartTime: new Date(from),
    EventEndTime: new Date(to),
    Destination: {
      Arn: arn(`event-bus/${facts.physicalId}`),
      // A rule of a bus of one's own is known as `bus|rule`.
      FilterArns: consumer.rules.map(({ physicalId }) => arn(`rule/${physicalId.replace('|', '/')}`)),
    },
  });
  try {
    await bus.send(command);
  } catch (error) {
    if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
  }
  return ReplayName;
}
