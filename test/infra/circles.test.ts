import { describe, expect, it } from 'vitest';
import type { Resource, Synthesised } from './stacks.ts';
import { stackOf } from './stacks.ts';

type Statement = { Action: string | string[]; Resource: unknown };

const idsIn = (value: unknown): string[] =>
  [...JSON.stringify(value ?? null).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].map(([, id]) => id!);

/** Which functions a function may wake by a message: it may send to their queue, or put on the bus what a rule sends there. */
function wakesOf({ of, resources }: Synthesised): Map<string, Set<string>> {
  const workersOf = (queue: string) =>
    of('AWS::Lambda::EventSourceMapping')
      .filter(([, { Properties }]) => idsIn(Properties['EventSourceArn']).includes(queue))
      .flatMap(([, { Properties }]) => idsIn(Properties['FunctionName']));
  const behindBus = (bus: string) =>
    of('AWS::Events::Rule')
      .filter(([, { Properties }]) => idsIn(Properties['EventBusName']).includes(bus))
      .flatMap(([, { Properties }]) => idsIn((Properties['Targets'] as { Arn: unknown }[]).map(({ Arn }) => Arn)));
  const granted = (lambda: Resource, action: string) => {
    const [role] = idsIn(lambda.Properties['Role']);
    return of('AWS::IAM::Policy')
      .filter(([, { Properties }]) => idsIn(Properties['Roles']).includes(role!))
      .flatMap(([, { Properties }]) => Properties['PolicyDocument'].Statement as Statement[])
      .filter(({ Action }) => [Action].flat().includes(action))
      .flatMap((statement) => idsIn(statement.Resource));
  };
  return new Map(
    of('AWS::Lambda::Function').map(([id, lambda]) => {
      const told = idsIn(lambda.Properties['Environment'].Variables).filter(
        (each) => resources[each]!.Type === 'AWS::SQS::Queue',
      );
      const queues = [
        ...told,
        ...granted(lambda, 'sqs:SendMessage'),
        ...granted(lambda, 'events:PutEvents').flatMap(behindBus),
      ];
      return [id, new Set(queues.flatMap(workersOf))];
    }),
  );
}

/** Those that a chain of messages may lead back to. */
function inCircle(wakes: Map<string, Set<string>>): string[] {
  const reaches = (from: string) => {
    const reached = new Set<string>();
    const look = (id: string) => {
      for (const next of wakes.get(id) ?? []) {
        if (reached.has(next)) continue;
        reached.add(next);
        look(next);
      }
    };
    look(from);
    return reached;
  };
  return [...wakes.keys()].filter((id) => reaches(id).has(id));
}

describe.each([
  ['stockton', 'production'],
  ['darlington', 'test'],
  ['stockton', 'local'],
] as const)('functions of %s %s that wake each other in a circle', (council, stage) => {
  const stack = stackOf(council, stage);
  const nameOf = (id: string) => stack.resources[id]!.Properties['Description'] as string;
  const circle = inCircle(wakesOf(stack)).map(nameOf).sort();

  it('are these', () => {
    expect(circle).toEqual([
      ...(council === 'darlington' ? [] : ['deliver-events']), // it has no subscribers yet
      'import-file',
      'plan-notices',
      'reconcile-notices',
      'release-notices',
      'send-notices',
      'track-notices',
    ]);
  });

  it('are let go on by Lambda, and no others', () => {
    const allowed = stack
      .of('AWS::Lambda::Function')
      .filter(([, each]) => each.Properties['RecursiveLoop'] === 'Allow');
    expect(allowed.map(([id]) => nameOf(id)).sort()).toEqual(circle);
    const said = stack.of('AWS::Lambda::Function').filter(([, each]) => 'RecursiveLoop' in each.Properties);
    expect(said).toHaveLength(allowed.length);
  });
});
