// The gate that each call of a function passes: its role in the template must allow what the call needs. As on AWS, what
// no policy allows is refused, and what a policy denies is refused whatever another allows.

import type { Stack } from '../stack/stack.ts';
import { ACCOUNT, type Resource, TemplateRefused } from '../stack/template.ts';
import { type Asked, ENFORCED, type Need, needsOf } from './needs.ts';
import type { Pattern } from './pattern.ts';
import { type Role, readRole, type Statement } from './policies.ts';

/** Why a call is refused. `message` is AWS's. */
export type Refusal = { fn: string; role: string; action: string; resource: string; message: string };

/** One action on one resource that a role is allowed, as the template writes it. */
export type Grant = {
  /** Logical id of the role. */
  role: string;
  /** Logical ids of the functions and schedules that have the role. */
  of: string[];
  action: string;
  /** The ARN, in which the resource of the stack is named by its logical id: `TableId/index/NAME`. */
  resource: string;
  /** Whether the engine refuses what is not granted of this service. */
  enforced: boolean;
  /** How many calls were let through by it, and would not have been by another. */
  used: number;
};

export type Gate = {
  /** What speaks against a function's call; undefined if it is allowed. @throws SyntaxError if its body is not JSON. */
  refusalOf(functionId: string, asked: Asked): Refusal | undefined;
  /** The same for needs that are known; `by` is the function or schedule that has the role. */
  missing(by: string, needs: Need[]): Refusal | undefined;
  grants(): Grant[];
};

/** @throws TemplateRefused for a function or schedule without a role of the stack, and for policies that are not run. */
export function openGate(stack: Stack, skip: Set<string>): Gate {
  const roles = new Map<string, Role>();
  const roleOf = new Map<string, Role>();
  const problems: string[] = [];
  for (const resource of stack.ofType('AWS::Lambda::Function', 'AWS::Scheduler::Schedule')) {
    if (skip.has(resource.logicalId)) continue;
    try {
      const arn = roleArnOf(resource);
      const role = roles.get(arn) ?? readRole(stack, arn);
      roles.set(arn, role);
      roleOf.set(resource.logicalId, role);
    } catch (error) {
      if (!(error instanceof TemplateRefused)) throw error;
      problems.push(...error.problems.map((problem) => `${resource.logicalId} (${resource.type}): ${problem}`));
    }
  }
  if (problems.length) throw new TemplateRefused([...new Set(problems)]);

  const used = new Map<Pattern, Map<Pattern, number>>();
  const count = (fitting: Statement[], need: Need) => {
    const letting = fitting.flatMap(({ actions, resources }) =>
      actions
        .filter((each) => each.matches(need.action))
        .flatMap((action) =>
          resources.filter((each) => each.matches(need.resource)).map((resource) => ({ action, resource })),
        ),
    );
    if (letting.length > 1) return; // neither is needed while there is the other
    for (const { action, resource } of letting) {
      const ofAction = used.get(action) ?? new Map<Pattern, number>();
      used.set(action, ofAction.set(resource, (ofAction.get(resource) ?? 0) + 1));
    }
  };
  const missing = (by: string, needs: Need[]): Refusal | undefined => {
    const role = roleOf.get(by);
    if (!role) throw new Error(`${by} has no role here`);
    for (const need of needs) {
      const fitting = role.statements.filter((each) => fits(each, need));
      const denied = fitting.some(({ effect }) => effect === 'Deny');
      if (denied || !fitting.length) return refusal(stack, { by, role, need, denied });
      count(fitting, need);
    }
    return undefined;
  };
  return {
    missing,
    refusalOf: (functionId, asked) => {
      const needs = needsOf(asked);
      // What the engine cannot judge is not let through: it would be a grant that has not been checked.
      const unknown = { action: `${asked.service}:${asked.operation}`, resource: '*' };
      return missing(functionId, needs ?? [unknown]);
    },
    grants: () => {
      const places = placesOf(stack);
      return [...roles.values()].flatMap((role) => {
        const of = [...roleOf].filter(([, each]) => each === role).map(([id]) => id);
        return role.statements.flatMap((statement) =>
          statement.actions.flatMap((action) =>
            statement.resources.map((resource) => ({
              role: role.logicalId,
              of,
              action: action.text,
              resource: places(resource.text),
              enforced: ENFORCED.includes(action.text.split(':')[0] ?? '') || action.text === '*',
              used: used.get(action)?.get(resource) ?? 0,
            })),
          ),
        );
      });
    },
  };
}

function roleArnOf({ type, properties }: Resource): string {
  const target = properties['Target'] as { RoleArn?: unknown } | undefined;
  const arn = type === 'AWS::Lambda::Function' ? properties['Role'] : target?.RoleArn;
  if (typeof arn !== 'string') throw new TemplateRefused(['it has no role, which AWS asks for']);
  return arn;
}

function fits(statement: Statement, { action, resource, context = {} }: Need): boolean {
  const { actions, notActions, resources, notResources, conditions } = statement;
  return (
    (notActions ? !notActions.some((each) => each.matches(action)) : actions.some((each) => each.matches(action))) &&
    (notResources
      ? !notResources.some((each) => each.matches(resource))
      : resources.some((each) => each.matches(resource))) &&
    conditions.every((holds) => holds(context))
  );
}

function refusal(
  stack: Stack,
  { by, role, need, denied }: { by: string; role: Role; need: Need; denied: boolean },
): Refusal {
  const { action, resource } = need;
  const caller = `arn:aws:sts::${ACCOUNT}:assumed-role/${role.name}/${stack.identity(by).name}`;
  const because = denied
    ? 'with an explicit deny in an identity-based policy'
    : `because no identity-based policy allows the ${action} action`;
  const message = `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
  return { fn: by, role: role.logicalId, action, resource, message };
}

/** Says an ARN by the logical id of the resource that it begins with. */
function placesOf(stack: Stack): (arn: string) => string {
  const known = stack.resources
    .map(({ logicalId, type }) => {
      const { ref, attributes } = stack.identity(logicalId);
      return { logicalId, arn: type === 'AWS::SecretsManager::Secret' ? ref : (attributes['Arn'] ?? '') };
    })
    .filter(({ arn }) => arn.startsWith('arn:'))
    .sort((a, b) => b.arn.length - a.arn.length);
  return (arn) => {
    const found = known.find((each) => arn === each.arn || arn.startsWith(`${each.arn}/`));
    return found ? found.logicalId + arn.slice(found.arn.length) : arn;
  };
}
