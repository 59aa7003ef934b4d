import type { Fact, Measure } from './fact.ts';

type Of<M extends Measure> = Extract<Fact, { measure: M }>;

/** Every field of a measure but its day, which is the partition: a field that is added to a fact must be added here. */
type Tables = { [M in Measure]: Record<Exclude<keyof Of<M>, 'day'>, 'string' | 'int' | 'bigint' | 'double'> };

const COMMON = { id: 'string', measure: 'string', recorded: 'string', area: 'string', source: 'string' } as const;

/** The facts as tables, for Athena. */
export const FACT_TABLES: Tables = {
  contact: { ...COMMON, service: 'string', channel: 'string' },
  'contacts-counted': {
    ...COMMON,
    service: 'string',
    channel: 'string',
    from: 'string',
    to: 'string',
    contacts: 'bigint',
    revision: 'int',
  },
  'day-covered': { ...COMMON, service: 'string' },
  satisfaction: { ...COMMON, service: 'string', channel: 'string', score: 'int' },
  notice: {
    ...COMMON,
    notice: 'string',
    notice_type: 'string',
    outcome: 'string',
    channel: 'string',
    reason_class: 'string',
    at: 'string',
    cost_pence: 'double',
    seconds: 'int',
    days_to_service: 'int',
    fallback: 'int',
  },
  'source-sent': { ...COMMON, rows: 'int', rejected: 'int', cutoff: 'string', at: 'string' },
};
