// What a rule's target receives: the event, a part of it (InputPath), a constant (Input) or a text made from parts of it.

export type TargetInput = {
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
};

export type EventEnvelope = Record<string, unknown> & { id: string; time: string };

/** The text that a queue receives as body, or a function as its JSON event. */
export function inputFor(target: TargetInput, event: EventEnvelope, rule: { name: string; arn: string }): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? {});
  if (target.InputTransformer) return transformed(target.InputTransformer, event, rule);
  return JSON.stringify(event);
}

/** @throws for a JSON path beyond `$.a.b[0]`, which is all that rules use here. */
export function checkInput(target: TargetInput): void {
  for (const path of [target.InputPath, ...Object.values(target.InputTransformer?.InputPathsMap ?? {})]) {
    if (path !== undefined && !/^\$(\.[\w-]+|\['[^']+'\]|\[\d+\])*$/.test(path)) {
      throw new Error(`the path ${path} is not run, only paths like $.detail.a or $.detail.list[0]`);
    }
  }
}

function valueAt(event: unknown, path: string): unknown {
  let value: unknown = event;
  for (const [, dotted, quoted, index] of path.matchAll(/\.([\w-]+)|\['([^']+)'\]|\[(\d+)\]/g)) {
    value = (value as Record<string, unknown> | undefined | null)?.[dotted ?? quoted ?? index ?? ''];
  }
  return value;
}

function transformed(
  { InputPathsMap = {}, InputTemplate }: NonNullable<TargetInput['InputTransformer']>,
  event: EventEnvelope,
  rule: { name: string; arn: string },
): string {
  const known: Record<string, unknown> = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': event.time,
    'aws.events.event': withoutDetail(event),
    'aws.events.event.json': event,
  };
  for (const [name, path] of Object.entries(InputPathsMap)) known[name] = valueAt(event, path);
  let inQuotes = false;
  return InputTemplate.replace(/\\.|"|<([\w.-]+)>/g, (found, name: string | undefined) => {
    if (found === '"') inQuotes = !inQuotes;
    if (name === undefined || !(name in known)) return found;
    const value = known[name];
    if (!inQuotes) return value === undefined ? '""' : JSON.stringify(value);
    const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

function withoutDetail(event: EventEnvelope): unknown {
  const { detail: _, ...rest } = event;
  return rest;
}
