import type { Contract } from './envelope.ts';
import type { Schema } from './json-schema.ts';

// Names of AsyncAPI components hold letters, digits and hyphens only.
const nameOf = (type: string): string => type.replaceAll('.', '-');
const refTo = (...steps: string[]) => ({ $ref: `#/${steps.join('/')}` });

/** The bus as an AsyncAPI 3.0 document: a channel for each fact, and the functions and systems that send and receive it. */
export function asyncApi(
  catalogue: readonly Contract[],
  { version, schemaOf }: { version: string; schemaOf: (contract: Contract) => Schema },
) {
  /** The `detail` of an entry on EventBridge: its `detail-type` is the type of every fact in it. */
  const batchOf = (events: Schema): Schema => ({
    type: 'object',
    properties: { events: { type: 'array', minItems: 1, items: events } },
    required: ['events'],
  });
  const each = <Value>(make: (contract: Contract, name: string) => Value) =>
    Object.fromEntries(catalogue.map((contract) => [nameOf(contract.type), make(contract, nameOf(contract.type))]));
  const operation = (action: 'send' | 'receive', contract: Contract, by: string) => {
    const name = nameOf(contract.type);
    return [
      `${by}-${action}s-${name}`,
      {
        action,
        channel: refTo('channels', name),
        messages: [refTo('channels', name, 'messages', name)],
        tags: [{ name: by }],
      },
    ];
  };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Crier',
      version,
      description:
        'Facts on the event bus of Crier: CloudEvents 1.0, structured JSON, without contact data. Facts of one type that are told together travel as one message.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: each(({ type, what }, name) => ({
      address: type,
      description: what,
      messages: { [name]: refTo('components', 'messages', name) },
    })),
    operations: Object.fromEntries(
      catalogue.flatMap((contract) => [
        ...contract.emitters.map((by) => operation('send', contract, by)),
        ...contract.consumers.map((by) => operation('receive', contract, by)),
      ]),
    ),
    components: {
      messages: each(({ type, what, classification, owner }) => ({
        name: type,
        summary: what,
        contentType: 'application/json',
        tags: [{ name: classification }, { name: `owner: ${owner}` }],
        payload: batchOf(schemaOf(catalogue.find((contract) => contract.type === type) as Contract)),
      })),
    },
  };
}
