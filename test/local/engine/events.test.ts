import { EventBridgeClient, PutEventsCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, test } from 'vitest';
import { arnOf, cleanUp, clientOf, lambda, mapping, queue, start, until } from './stack-under-test.ts';

afterEach(cleanUp);

const echo = `export const handler = async (event) => console.log(JSON.stringify(event.Records ? JSON.parse(event.Records[0].body) : event));`;

const bus = { Type: 'AWS::Events::EventBus', Properties: { Name: 'facts' } };

const rule = (Targets: unknown[], properties = {}) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventBusName: { Ref: 'Bus' }, EventPattern: { source: ['council.intake'] }, Targets, ...properties },
});

const put = (engine: Awaited<ReturnType<typeof start>>, entries: object[]) =>
  new EventBridgeClient(clientOf(engine)).send(
    new PutEventsCommand({
      Entries: entries.map((entry) => ({ EventBusName: 'facts', DetailType: 'fact', ...entry })),
    }),
  );

describe('an archive', () => {
  const resources = {
    Bus: bus,
    Archive: {
      Type: 'AWS::Events::Archive',
      Properties: { ArchiveName: 'kept', SourceArn: arnOf('Bus'), EventPattern: { source: ['council.intake'] } },
    },
    Function: lambda('echo'),
    All: rule([{ Id: '1', Arn: arnOf('Function') }]),
    Again: rule([{ Id: '2', Arn: arnOf('Function') }], {
      Name: 'again',
      EventPattern: { source: ['council.intake'], 'replay-name': [{ exists: true }] },
    }),
  };
  const arn = (rest: string) => `arn:aws:events:eu-west-2:000000000000:${rest}`;
  const replay = (engine: Awaited<ReturnType<typeof start>>, more: object = {}) =>
    new EventBridgeClient(clientOf(engine)).send(
      new StartReplayCommand({
        ReplayName: 'once',
        EventSourceArn: arn('archive/kept'),
        EventStartTime: new Date('2026-09-28T10:00:00Z'),
        EventEndTime: new Date('2026-09-28T11:00:00Z'),
        Destination: { Arn: arn('event-bus/facts'), FilterArns: [arn('rule/again')] },
        ...more,
      }),
    );

  test('plays what happened between two instants again, to the rules named alone, under the name of the replay', async () => {
    const engine = await start(resources, { handlers: { echo } });
    const at = (hour: string, n: number) => ({
      Source: n === 9 ? 'council.other' : 'council.intake',
      Detail: JSON.stringify({ n }),
      Time: new Date(`2026-09-28T${hour}:00Z`),
    });
    await put(engine, [at('09:59', 1), at('10:00', 2), at('10:30', 9), at('11:00', 3), at('11:01', 4)]);
    await engine.untilIdle();
    expect(engine.said.splice(0)).toHaveLength(4);
    await replay(engine);
    await engine.untilIdle();
    const said = engine.said.map((line) => JSON.parse(line));
    expect(said.map(({ detail, ...event }) => [detail.n, event['replay-name']]).sort()).toEqual([
      [2, 'once'],
      [3, 'once'],
    ]);
  });

  test('refuses what AWS refuses', async () => {
    const engine = await start(resources, { handlers: { echo } });
    await replay(engine);
    await expect(replay(engine)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    const before = { ReplayName: 'b', EventEndTime: new Date('2026-09-28T09:00:00Z') };
    await expect(replay(engine, before)).rejects.toMatchObject({ name: 'ValidationException' });
    const other = { ReplayName: 'c', EventSourceArn: arn('archive/other') };
    await expect(replay(engine, other)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('an event bus', () => {
  test('sends an event through a rule to a queue and its function', async () => {
    const engine = await start(
      {
        Bus: bus,
        Queue: queue(),
        Function: lambda('echo'),
        Mapping: mapping('Queue', 'Function'),
        Rule: rule([{ Id: 'q', Arn: arnOf('Queue') }]),
      },
      { handlers: { echo } },
    );
    await put(engine, [
      { Source: 'council.other', Detail: '{"n":0}' },
      { Source: 'council.intake', Detail: '{"n":1}', Resources: ['r'] },
    ]);
    await engine.untilIdle();
    expect(engine.said).toHaveLength(1);
    expect(JSON.parse(engine.said[0] ?? '')).toMatchObject({
      version: '0',
      source: 'council.intake',
      'detail-type': 'fact',
      resources: ['r'],
      detail: { n: 1 },
    });
    expect(engine.callsByOperation()).toMatchObject({ 'eventbridge.PutEvents': 1, 'lambda.Invoke': 1 });
  });

  test('is told by CloudFormation that the stack is there, by its own id', async () => {
    const Targets = [{ Id: 'q', Arn: arnOf('Queue') }];
    const told = (stackId: unknown) => ({
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['aws.cloudformation'], detail: { 'stack-id': [stackId] } }, Targets },
    });
    const engine = await start(
      {
        ...{ Queue: queue(), Function: lambda('echo'), Mapping: mapping('Queue', 'Function') },
        ...{ Rule: told({ Ref: 'AWS::StackId' }), Other: told('arn:aws:cloudformation:eu-west-2:1:stack/other/1') },
      },
      { handlers: { echo } },
    );
    await engine.untilIdle();
    expect(engine.said.map((each) => JSON.parse(each))).toMatchObject([
      {
        'detail-type': 'CloudFormation Stack Status Change',
        detail: { 'status-details': { status: 'CREATE_COMPLETE' } },
      },
    ]);
  });

  test('answers for each entry on its own', async () => {
    const engine = await start({ Bus: bus });
    const { FailedEntryCount, Entries } = await put(engine, [
      { Source: 'council.intake', Detail: '{}' },
      { Source: 'council.intake', Detail: 'not JSON' },
      { Source: 'council.intake', Detail: '{}', EventBusName: 'nowhere' },
      { Detail: '{}' },
    ]);
    expect(FailedEntryCount).toBe(3);
    expect(Entries?.map((entry) => entry.ErrorCode ?? 'ok')).toEqual([
      'ok',
      'MalformedDetail',
      'InvalidArgument',
      'InvalidArgument',
    ]);
    expect(Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
    await expect(put(engine, Array(11).fill({ Source: 's', Detail: '{}' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('shapes what a target receives', async () => {
    const engine = await start(
      {
        Bus: bus,
        Function: lambda('echo'),
        Whole: rule([
          { Id: '1', Arn: arnOf('Function'), InputPath: '$.detail' },
          { Id: '2', Arn: arnOf('Function'), Input: '{"constant":true}' },
          {
            Id: '3',
            Arn: arnOf('Function'),
            InputTransformer: {
              InputPathsMap: { name: '$.detail.name' },
              InputTemplate: '{"hello": <name>, "text": "to <name>"}',
            },
          },
        ]),
      },
      { handlers: { echo } },
    );
    await put(engine, [{ Source: 'council.intake', Detail: JSON.stringify({ name: 'a "b"' }) }]);
    await engine.untilIdle();
    expect(engine.said.map((line) => JSON.parse(line))).toEqual(
      expect.arrayContaining([{ name: 'a "b"' }, { constant: true }, { hello: 'a "b"', text: 'to a "b"' }]),
    );
  });

  test('refuses a matcher, a target or a bus that it does not know', async () => {
    const strange = {
      Bus: bus,
      Matcher: rule([], { EventPattern: { source: [{ cidr: '10.0.0.0/8' }] } }),
      Target: rule([{ Id: 't', Arn: 'arn:aws:states:eu-west-2:1:stateMachine:x' }]),
      OtherBus: rule([], { EventBusName: 'elsewhere' }),
    };
    await expect(start(strange)).rejects.toThrow(/Target \(AWS::Events::Rule\): Targets\.Arn/);
    const { Target: _, ...rest } = strange;
    await expect(start(rest)).rejects.toThrow(
      /Matcher \(AWS::Events::Rule\): EventPattern\.source\[0\].*\n.*OtherBus.*elsewhere/s,
    );
  });
});

describe('a schedule', () => {
  test('of a rule or of EventBridge Scheduler invokes its target', async () => {
    const soon = new Date(Date.now() + 5_000).toISOString().slice(0, 19);
    const engine = await start(
      {
        Function: lambda('echo'),
        Once: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            ScheduleExpression: `at(${soon})`,
            FlexibleTimeWindow: { Mode: 'OFF' },
            Target: {
              Arn: arnOf('Function'),
              Input: '{"due":"<aws.scheduler.scheduled-time>"}',
            },
          },
        },
        Later: {
          Type: 'AWS::Events::Rule',
          Properties: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'f', Arn: arnOf('Function') }] },
        },
      },
      { handlers: { echo } },
    );
    await until(() => engine.said.length > 0);
    expect(JSON.parse(engine.said[0] ?? '')).toEqual({ due: `${soon}Z` });
    await engine.untilIdle();
    expect(engine.said).toHaveLength(1);
  });

  test('that cannot be read is refused', async () => {
    const Bad = { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(5 fortnights)', Targets: [] } };
    await expect(start({ Bad })).rejects.toThrow(/Bad \(AWS::Events::Rule\): ScheduleExpression: rate\(5 fortnights\)/);
  });
});
