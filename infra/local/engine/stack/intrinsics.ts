// CloudFormation's intrinsic functions, resolved against what the engine knows of the stack.

import { TemplateRefused } from './template.ts';

export type Scope = {
  /** Parameters and pseudo parameters by name. */
  parameters: Record<string, unknown>;
  mappings: Record<string, Record<string, Record<string, unknown>>>;
  conditions: Record<string, unknown>;
  /** What Ref and Fn::GetAtt answer for a resource; undefined if the stack has no such resource. */
  ref(logicalId: string): string | undefined;
  attribute(logicalId: string, name: string): string | undefined;
};

const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Resolves every intrinsic function in `value`. `at` says where the value stands, for the error text.
 * @throws TemplateRefused for an unknown function, reference or dynamic reference.
 */
export function resolve(value: unknown, scope: Scope, at: string): unknown {
  const resolved = walk(value, scope, at);
  return resolved === NO_VALUE ? undefined : resolved;
}

/** Whether the named condition holds. Conditions may refer to each other. */
export function conditionHolds(name: string, scope: Scope): boolean {
  if (!(name in scope.conditions)) throw new TemplateRefused([`Conditions: there is no condition ${name}`]);
  return walk(scope.conditions[name], scope, `Conditions.${name}`) === true;
}

function walk(value: unknown, scope: Scope, at: string): unknown {
  if (typeof value === 'string') return refuseDynamicReference(value, at);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((item, i) => walk(item, scope, `${at}[${i}]`)).filter((v) => v !== NO_VALUE);
  const keys = Object.keys(value);
  const only = keys[0];
  if (keys.length === 1 && only !== undefined && (only === 'Ref' || only === 'Condition' || only.startsWith('Fn::'))) {
    const argument = (value as Record<string, unknown>)[only];
    // A policy statement has a Condition block too, which is an object; the intrinsic names a condition.
    if (only !== 'Condition' || (typeof argument === 'string' && argument in scope.conditions)) {
      const fn = functions[only];
      if (!fn) throw new TemplateRefused([`${at}: the function ${only} is not known to the engine`]);
      return fn(argument, scope, at);
    }
  }
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const resolved = walk(item, scope, `${at}.${key}`);
    if (resolved !== NO_VALUE) result[key] = resolved;
  }
  return result;
}

function refuseDynamicReference(text: string, at: string): string {
  if (text.includes('{{resolve:')) {
    throw new TemplateRefused([
      `${at}: dynamic references ({{resolve:…}}) are not run; read the secret in the function`,
    ]);
  }
  return text;
}

const functions: Record<string, (argument: unknown, scope: Scope, at: string) => unknown> = {
  Ref: (name, scope, at) => reference(String(name), scope, at),
  Condition: (name, scope) => conditionHolds(String(name), scope),
  'Fn::GetAtt': (argument, scope, at) => {
    const [id, ...rest] = typeof argument === 'string' ? argument.split('.') : (argument as string[]);
    return attribute(String(id), rest.join('.'), { scope, at });
  },
  'Fn::Join': (argument, scope, at) => {
    const [separator, items] = argument as [string, unknown];
    return list(walk(items, scope, at), at).join(separator);
  },
  'Fn::Sub': (argument, scope, at) => {
    const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ];
    return text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in variables) return String(walk(variables[name], scope, at));
      const [id, ...rest] = name.trim().split('.');
      return String(
        rest.length ? attribute(String(id), rest.join('.'), { scope, at }) : reference(String(id), scope, at),
      );
    });
  },
  'Fn::Select': (argument, scope, at) => {
    const [index, items] = walk(argument, scope, at) as [unknown, unknown];
    const picked = list(items, at)[Number(index)];
    if (picked === undefined) throw new TemplateRefused([`${at}: Fn::Select ${index} is outside the list`]);
    return picked;
  },
  'Fn::Split': (argument, scope, at) => {
    const [separator, text] = walk(argument, scope, at) as [string, string];
    return String(text).split(separator);
  },
  'Fn::If': (argument, scope, at) => {
    const [name, yes, no] = argument as [string, unknown, unknown];
    return walk(conditionHolds(name, scope) ? yes : no, scope, at);
  },
  'Fn::Equals': (argument, scope, at) => {
    const [a, b] = walk(argument, scope, at) as [unknown, unknown];
    return String(a) === String(b);
  },
  'Fn::Not': (argument, scope, at) => (walk(argument, scope, at) as unknown[])[0] !== true,
  'Fn::And': (argument, scope, at) => (walk(argument, scope, at) as unknown[]).every((v) => v === true),
  'Fn::Or': (argument, scope, at) => (walk(argument, scope, at) as unknown[]).some((v) => v === true),
  'Fn::FindInMap': (argument, scope, at) => {
    const [map, top, second] = walk(argument, scope, at) as [string, string, string];
    const found = scope.mappings[map]?.[top]?.[second];
    if (found === undefined) throw new TemplateRefused([`${at}: Mappings has no ${map}.${top}.${second}`]);
    return found;
  },
  'Fn::Base64': (argument, scope, at) => Buffer.from(String(walk(argument, scope, at))).toString('base64'),
  'Fn::GetAZs': (_, scope) => ['a', 'b', 'c'].map((zone) => `${scope.parameters['AWS::Region']}${zone}`),
};

function reference(name: string, scope: Scope, at: string): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE;
  const value = name in scope.parameters ? scope.parameters[name] : scope.ref(name);
  if (value === undefined) throw new TemplateRefused([`${at}: Ref ${name} names neither a parameter nor a resource`]);
  return value;
}

function attribute(id: string, name: string, where: { scope: Scope; at: string }): string {
  const value = where.scope.attribute(id, name);
  if (value === undefined)
    throw new TemplateRefused([`${where.at}: Fn::GetAtt ${id}.${name} is not known to the engine`]);
  return value;
}

function list(value: unknown, at: string): unknown[] {
  if (!Array.isArray(value)) throw new TemplateRefused([`${at}: a list was expected`]);
  return value;
}
