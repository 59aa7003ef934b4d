// Crier's own template with one grant less: what would fail on AWS fails here, and says what is missing.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { councilOf } from '../../../infra/config/councils.ts';
import type { Template } from '../../../infra/local/engine/stack/template.ts';
import { type RunningStack, sourceToken, startStack } from '../../../infra/local/start/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'crier-taken-grant-'));
const said: string[] = [];
const denials: string[] = [];
let stack: RunningStack;

type Statement = { Action: string | string[] };

/** The template in which the role of this function may do something no more. */
function without(template: Template, fn: string, action: string): Template {
  let taken = 0;
  for (const [id, { Type, Properties = {} }] of Object.entries(template.Resources)) {
    if (Type !== 'AWS::IAM::Policy' || !id.includes(fn.replaceAll('-', ''))) continue;
    const document = Properties['PolicyDocument'] as { Statement: Statement[] };
    const kept = document.Statement.filter(({ Action }) => ![Action].flat().includes(action));
    taken += document.Statement.length - kept.length;
    document.Statement = kept;
  }
  expect(taken).toBe(1);
  return template;
}

beforeAll(async () => {
  stack = await startStack({
    council: councilOf('stockton'),
    notify: { url: 'http://127.0.0.1:9', key: 'none', callbackToken: 'none' },
    clockShiftMs: 0,
    outdir: join(folder, 'cdk.out'),
    dataDir: null,
    onLog: ({ fn, text }) => said.push(`${fn} ${text}`),
    onDenied: (words) => denials.push(words),
    change: (template) => without(template, 'receive-events', 'events:PutEvents'),
  });
});

afterAll(async () => {
  await stack?.engine.close();
  rmSync(folder, { recursive: true, force: true });
});

test('receive-events without events:PutEvents takes nothing, and its log names action, resource and role', async () => {
  const event = {
    specversion: '1.0',
    id: 'grant-1',
    source: 'revenues-benefits',
    type: 'council.payments.payment-received.v1',
    time: new Date().toISOString(),
    data: {
      account_ref: '801000245',
      bill_year: '2026-27',
      amount_pence: 100,
      paid_at: new Date().toISOString().slice(0, 10),
    },
  };
  const answer = await stack.engine.handleHttp(
    new Request('http://crier.local/events', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sourceToken('revenues-benefits')}`,
        'content-type': 'application/cloudevents+json',
      },
      body: JSON.stringify(event),
    }),
  );
  expect(answer.status).toBeGreaterThanOrEqual(500);
  const denied = said.filter((line) => line.includes('access-denied'));
  expect(denied[0]).toMatch(
    /^intakereceiveevents\w+ .*assumed-role\/\S+receiveevents\S+ is not authorized to perform: events:PutEvents on resource: arn:aws:events:\S+:event-bus\/\S+ because no identity-based policy allows/,
  );
  expect(denials).toEqual([
    expect.stringMatching(
      /^intakereceiveevents\w+ lacks the grant of events:PutEvents on arn:aws:events:\S+: see infra/,
    ),
  ]);
  expect(stack.engine.queues().every(({ visible, inFlight }) => visible + inFlight === 0)).toBe(true);
});
