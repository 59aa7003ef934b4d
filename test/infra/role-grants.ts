import type { Synthesised } from './stacks.ts';

type Statement = { Action: string | string[]; Resource: unknown; Effect: string };

const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** What each function's role may do: `action on <resource>`, one line each, by the function's name. */
export function grantsOf({ of, resources }: Synthesised): Map<string, string[]> {
  const lines = ({ Action, Resource }: Statement) =>
    list(Action).flatMap((action) => list(Resource).map((resource) => `${action} on ${placeOf(resource, resources)}`));
  return new Map(
    of('AWS::Lambda::Function').map(([, { Properties }]) => {
      const role = Properties['Role']['Fn::GetAtt'][0];
      const statements = of('AWS::IAM::Policy')
        .filter(([, each]) => each.Properties['Roles'][0].Ref === role)
        .flatMap(([, each]) => each.Properties['PolicyDocument'].Statement as Statement[]);
      return [Properties['Description'] as string, statements.flatMap(lines).sort()];
    }),
  );
}

/** A resource as people know it: its place in the stack, and what follows its ARN. */
export function placeOf(resource: unknown, resources: Synthesised['resources']): string {
  const text = JSON.stringify(resource);
  const id = /"(?:Ref|Fn::GetAtt)":\["?(\w+)|"Ref":"(\w+)"/.exec(text)?.slice(1).find(Boolean);
  if (!id || !resources[id]) return /:([\w-]+\/[^"]*)"\]\]\}$/.exec(text)?.[1] ?? text;
  const path = resources[id]!.Metadata!['aws:cdk:path']!.replace(/^[^/]+\//, '').replace(/\/Resource$/, '');
  const rest = /,"((?:\/|:)[^"]*)"\]\]/.exec(text)?.[1] ?? '';
  return `${path}${rest}`;
}
