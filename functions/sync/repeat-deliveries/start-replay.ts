import { type EventBridgeClient, StartReplayCommand } from '@aws-sdk/client-eventbridge';

/** Has the bus play what its archive has of a time again. `busy`: it plays as much as it can already. */
export type StartReplay = (replay: { name: string; from: number; until: number }) => Promise<'started' | 'busy'>;

/** @param places.rule the one rule that what is played reaches */
export function startReplayOf(
  client: EventBridgeClient,
  { archive, bus, rule }: Readonly<Record<'archive' | 'bus' | 'rule', string>>,
): StartReplay {
  return async ({ name, from, until }) => {
    const command = new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: archive,
      EventStartTime: new Date(from),
      EventEndTime: new Date(until),
      Destination: { Arn: bus, FilterArns: [rule] },
    });
    try {
      await client.send(command);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error.name === 'LimitExceededException') return 'busy';
      // The SDK lost the first answer.
      if (error.name !== 'ResourceAlreadyExistsException') throw error;
    }
    return 'started';
  };
}
