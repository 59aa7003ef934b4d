import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intakeTable } from '../../functions/intake/table.ts';
import { decisionsTable } from '../../functions/notices/store/decisions-table.ts';
import { noticesTable } from '../../functions/notices/store/notices-table.ts';
import { DECISIONS, NOTICES } from '../../functions/notices/store/table.ts';
import { registerReader } from '../../functions/register/reader.ts';
import { registerTable } from '../../functions/register/register-table.ts';
import { REGISTER } from '../../functions/register/table.ts';
import type { AddCase } from '../support/add-case.ts';
import { controlCases } from '../support/control-port-suite.ts';
import { dynamoDb } from '../support/dynamodb.ts';
import { intakeTableCases } from '../support/intake-port-suite.ts';
import { noticeStoreCases } from '../support/notice-store-port-suite.ts';
import { boundsCases } from '../support/register-bounds-suite.ts';
import { eventCases } from '../support/register-events-suite.ts';
import { historyCases } from '../support/register-history-suite.ts';
import { registerCases } from '../support/register-port-suite.ts';

// The simulator takes guards out of cores and stores in memory. This takes each condition out of the adapters' writes, as
// DynamoDB would see it: the suite that the stores in memory pass as well then fails.

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

type Case = { name: string; run: () => Promise<void> };

/** What the adapters of a table must do on DynamoDB. */
const SUITES: Record<string, (add: AddCase) => void> = {
  notices: (add) => {
    const make = async () => ({
      ...noticesTable(db.documents, await db.table(NOTICES)),
      ...decisionsTable(db.documents, await db.table(DECISIONS)),
    });
    noticeStoreCases(make, add);
    controlCases(make, add);
  },
  register: (add) => {
    const make = async () => {
      const name = await db.table(REGISTER);
      let clock = 0;
      const setClock = (at: number) => {
        clock = at;
      };
      const write = registerTable(db.documents, name, () => clock);
      return { documents: db.documents, name, read: registerReader(db.documents, name), write, setClock };
    };
    registerCases(make, add);
    eventCases(make, add);
    historyCases(make, add);
    boundsCases(make, add);
  },
  intake: (add) =>
    intakeTableCases(async () => intakeTable(db.documents, await db.table({ partitionKey: 'pk', sortKey: 'sk' })), add),
};

type Place = { sk: string };
type Conditional = { ConditionExpression?: string; Item?: Place; Key?: Place };

/** Which write it is: its condition, and what kind of item it is about. */
const labelOf = ({ ConditionExpression, Item, Key }: Conditional): string => {
  const { sk } = (Item ?? Key) as Place;
  return `${ConditionExpression} [${sk.split('#')[0]}]`;
};

/** Runs cases, first to last, until one fails. A condition that is taken always holds. */
async function firstToFail(cases: readonly Case[], isTaken: (label: string) => boolean): Promise<string | null> {
  db.documents.middlewareStack.add(
    (next) => (args) => {
      const input = args.input as Conditional;
      if (input.ConditionExpression && isTaken(labelOf(input)))
        input.ConditionExpression = always(input.ConditionExpression);
      return next(args);
    },
    { step: 'initialize', name: 'conditions' },
  );
  try {
    for (const { name, run } of cases) {
      const failed = await run().then(
        () => false,
        () => true,
      );
      if (failed) return name;
    }
    return null;
  } finally {
    db.documents.middlewareStack.remove('conditions');
  }
}

/**
 * What shows at no port: for how long an item is kept (test/local/retention.test.ts runs the clock), and when a source was
 * first heard, which only `crier doctor` reads, of which it looks at whether it is there.
 */
const AT_NO_PORT = ['attribute_exists(pk) AND #expires < :until [FACTS]', 'attribute_not_exists(pk) [HEARD]'];

/** Names and values go on being used, which DynamoDB asks for, and nothing is asked. */
const always = (condition: string) => `(${condition}) OR attribute_exists(pk) OR attribute_not_exists(pk)`;

describe.each(Object.entries(SUITES))('the conditions of the %s table', (_, addCases) => {
  const cases: Case[] = [];
  addCases((name, run) => void cases.push({ name, run }));

  it('are each needed', async () => {
    const askedBy = new Map<string, Case[]>();
    for (const each of cases) {
      const labels = new Set<string>();
      expect(await firstToFail([each], (label) => !labels.add(label))).toBeNull();
      for (const label of labels) askedBy.set(label, [...(askedBy.get(label) ?? []), each]);
    }
    const needless: string[] = [];
    for (const [taken, asking] of askedBy)
      if (!(await firstToFail(asking, (label) => label === taken))) needless.push(taken);
    expect(needless.filter((label) => !AT_NO_PORT.includes(label))).toEqual([]);
    for (const label of askedBy.keys()) seen.add(label.split(' [')[0] ?? '');
  });
});

const seen = new Set<string>();

it('each condition in the source of these adapters was taken out', () => {
  const ADAPTERS = ['functions/intake', 'functions/notices/store', 'functions/register'];
  const sources = ADAPTERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && file !== 'counts-table.ts') // it has a suite of its own
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
  );
  const written = sources.flatMap((source) =>
    [...source.matchAll(/\b(?:ConditionExpression|condition)(?::| =)\s+'([^']+)'/g)].map(([, condition]) => condition),
  );
  expect(written.length).toBeGreaterThan(15);
  expect(written.filter((condition) => !seen.has(condition ?? ''))).toEqual([]);
});
