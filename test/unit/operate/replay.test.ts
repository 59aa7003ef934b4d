import { EventBridgeClient, StartReplayCommand, type StartReplayCommandInput } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { consumersOf, replayTo } from '../../../infra/operate/replay.ts';
import type { StackNow } from '../../../infra/operate/stack-now.ts';
import { stackOf } from '../../infra/stacks.ts';

const NAME = 'crier-stockton-production';
const FROM = Date.UTC(2026, 8, 29, 0, 0);
const TO = Date.UTC(2026, 8, 29, 2, 0);
const AT = Date.UTC(2026, 8, 30, 9, 0, 30);

/** What Ref answers for each: a rule of a bus of one's own is `bus|rule`. */
const physicalId = (id: string, type: string) => (type === 'AWS::Events::Rule' ? `the-bus|${id}` : id);

/** The stack as synthesised, as if it had been deployed. */
function deployed(without: string[] = []): StackNow {
  const template = stackOf('stockton', 'production').template.toJSON() as StackNow['template'];
  return {
    ...{ name: NAME, account: '444455556666', region: 'eu-west-2', status: 'UPDATE_COMPLETE', outputs: {}, template },
    resources: Object.entries(template.Resources)
      .filter(([, { Type }]) => !without.includes(Type))
      .map(([logicalId, { Type, Properties = {}, Metadata }]) => ({
        ...{ logicalId, physicalId: physicalId(logicalId, Type), type: Type, properties: Properties },
        path: String(Metadata?.['aws:cdk:path'] ?? '').replace(/^[^/]*\//, ''),
      })),
  };
}

function busOf() {
  const bus = new EventBridgeClient({ region: 'eu-west-2' });
  const mock = mockClient(bus);
  mock.on(StartReplayCommand).resolves({});
  return { bus, mock, asked: () => mock.commandCalls(StartReplayCommand).map(({ args }) => args[0].input) };
}

const stack = deployed();
const consumerOf = (name: string) => consumersOf(stack).find((each) => each.name === name)!;
const asked = (name: string, more = {}) => ({ consumer: consumerOf(name), from: FROM, to: TO, at: AT, ...more });
const refused = (name: string) => Object.assign(new Error('AWS says no'), { name, $metadata: {} });

describe('consumers of the bus', () => {
  it('are the workers that its facts reach; what wakes and files reach is none of them', () => {
    const names = consumersOf(stack).map(({ name, byOthers }) => (byOthers ? `${name} (by --subscriber)` : name));
    expect(names.sort()).toEqual([
      'keep-register',
      'keep-requests',
      'plan-notices',
      'record-facts',
      'route-events (by --subscriber)',
      'track-notices',
    ]);
  });
});

describe('a replay to one consumer', () => {
  it('plays the archive of the stack’s bus, between the instants, by the rules of that consumer alone', async () => {
    const { bus, asked: sent } = busOf();
    const name = await replayTo({ bus }, stack, asked('keep-register'));
    const [input] = sent() as [StartReplayCommandInput];
    expect(input.ReplayName).toBe(name);
    expect([input.EventStartTime, input.EventEndTime]).toEqual([new Date(FROM), new Date(TO)]);
    expect(input.EventSourceArn).toMatch(/^arn:aws:events:eu-west-2:444455556666:archive\/\w+$/);
    expect(input.Destination?.Arn).toMatch(/^arn:aws:events:eu-west-2:444455556666:event-bus\/\w+$/);
    const rules = consumerOf('keep-register').rules.map(({ logicalId }) => logicalId);
    expect(rules.length).toBeGreaterThan(0);
    expect(input.Destination?.FilterArns).toEqual(
      rules.map((id) => `arn:aws:events:eu-west-2:444455556666:rule/the-bus/${id}`),
    );
  });

  it.each(consumersOf(stack).map(({ name }) => name))('has a name that AWS takes, for %s', async (name) => {
    const { bus } = busOf();
    expect(await replayTo({ bus }, stack, asked(name))).toMatch(/^[.\-_A-Za-z0-9]{1,64}$/);
  });

  it('asked for again in the same minute is the same, and later or for other hours another', async () => {
    const nameOf = (more = {}) => replayTo(busOf(), stack, asked('plan-notices', more));
    expect(await nameOf({ at: AT + 20_000 })).toBe(await nameOf());
    const others = [
      await nameOf(),
      await nameOf({ at: AT + 60_000 }),
      await nameOf({ to: TO + 1 }),
      await nameOf({ from: FROM + 1 }),
    ];
    expect(new Set(others).size).toBe(4);
  });

  it('that is under way already is that one', async () => {
    const { bus, mock } = busOf();
    const first = await replayTo({ bus }, stack, asked('plan-notices'));
    mock.on(StartReplayCommand).rejects(refused('ResourceAlreadyExistsException'));
    expect(await replayTo({ bus }, stack, asked('plan-notices'))).toBe(first);
  });

  it.each(['AccessDeniedException', 'LimitExceededException', 'ResourceNotFoundException'])(
    'that AWS refuses with %s is not said to have begun',
    async (name) => {
      const { bus, mock } = busOf();
      mock.on(StartReplayCommand).rejects(refused(name));
      await expect(replayTo({ bus }, stack, asked('plan-notices'))).rejects.toMatchObject({ name });
    },
  );

  it.each(['AWS::Events::Archive', 'AWS::Events::EventBus'])('asks nothing of a stack without %s', async (type) => {
    const { bus, asked: sent } = busOf();
    await expect(replayTo({ bus }, deployed([type]), asked('plan-notices'))).rejects.toThrow(`${NAME} has no archive`);
    expect(sent()).toEqual([]);
  });
});
