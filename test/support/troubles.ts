import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StatusView } from '../../contracts/officers/status.ts';
import { utcDay } from '../../functions/notices/store/utc-day.ts';
import { type FaultPlan, parseFaults } from '../../infra/local/notify/misbehaving/faults.ts';
import { CALLBACK_TOKEN } from '../../infra/local/start/notify.ts';
import { OFFICER_TOKEN, officersOf } from '../../infra/local/start/officers.ts';
import type { Run } from '../../infra/local/start/run.ts';
import { sourceToken } from '../../infra/local/start/stack.ts';
import { DAY_AFTER } from './days.ts';
import { loseDocuments } from './documents-in-trouble.ts';
import { type NightlyRow, nightlyFile } from './nightly-file.ts';
import { operatorOf } from './operator.ts';

const TODAY = DAY_AFTER.slice(0, 10);
/** Only what hangs takes so long. */
const WAIT_MS = 10 * 60_000;
/** A number of Guernsey's: ours to try, and Notify's to refuse (functions/shared/notify/fault.ts). */
const GUERNSEY = '07911 900123';

/** Each has one trouble on the way to a message. */
const NAMES = ['stored', 'lost', 'refused', 'moved', 'between', 'crossed', 'stopped', 'odd'] as const;
type Name = (typeof NAMES)[number];
const accountOf = (name: Name) => `99000${NAMES.indexOf(name)}`;
const row = (name: Name): NightlyRow => ({
  account_ref: accountOf(name),
  person_ref: `T${NAMES.indexOf(name)}`,
  stage_date: '2026-09-29',
  ...(name === 'refused' ? { mobile: GUERNSEY } : { email: `${name}@troubles.example` }),
});

/** An extract of today, taken at an hour of this night. */
const tonight = (id: string, hour: number, rows: NightlyRow[]) =>
  nightlyFile(
    id,
    rows.map((each) => ({
      extracted_at: `${TODAY}T0${hour}:00:00+01:00`,
      payments_posted_to: '2026-09-29T18:00:00+01:00',
      ...each,
    })),
  );

/** Of a row that asks for no notice. */
const NOT_ASKED = { stage_code: 'NONE', stage_date: '', overdue_amount: '0.00' };

const event = (type: string, data: object) => ({
  ...{ specversion: '1.0', id: randomUUID(), source: 'revenues-benefits', type, time: DAY_AFTER },
  data,
});
const holdOn = (name: Name) =>
  event('council.recovery.hold-applied.v1', {
    ...{ scope: 'account', account_ref: accountOf(name), bill_year: '2026-27', code: 'S21', from: TODAY },
  });
const optOut = (recorded_at: string) =>
  event('council.residents.opt-out-recorded.v1', { person_ref: 'T99', channel: 'sms', recorded_at });
const OF_A_NEW_DEBT = event('council.payments.direct-debit-failed.v1', {
  ...{ account_ref: '899000098', bill_year: '2026-27', person_ref: 'T98', due_date: '2026-09-25' },
});

/** Comes back when something has come about. @throws Error that names it, if it does not. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const from = performance.now();
  while (!(await holds())) {
    if (performance.now() - from > WAIT_MS) throw new Error(`it did not come about: ${what}`);
    await pause(50);
  }
}

/**
 * What a day can bring that the sample day does not, all of it on the stack that runs: files and events that come twice,
 * late or never; a Notify that loses and refuses; facts at every moment between planning and posting.
 */
export function troublesOn(run: Run) {
  const { engine, url, notifyUrl } = run;
  const operator = operatorOf(engine);
  const call = (path: string, token: string, body?: object) =>
    fetch(`${url}api${path}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
  const officers = officersOf((request) =>
    fetch(new Request(request.url.replace('http://crier.local', `${url}api`), request)),
  );
  const ask = (path: string, body?: object) => call(`/officers/${path}`, OFFICER_TOKEN, body);
  const tell = async (fact: object) => {
    const headers = {
      authorization: `Bearer ${sourceToken('revenues-benefits')}`,
      'content-type': 'application/cloudevents+json',
    };
    const { status } = await fetch(`${url}api/events`, { method: 'POST', headers, body: JSON.stringify(fact) });
    if (status !== 202) throw new Error(`a fact was answered ${status}`);
  };
  const settled = () => engine.untilIdle({ ignoreDelayed: true });
  const drop = async (name: string, text: string) => {
    await operator.drop(name, text);
    await until(`${name} is imported`, async () => operator.hasObject(`${name}.receipt.json`));
    await settled();
  };
  const faults = async (plan?: FaultPlan) => {
    if (plan) parseFaults(plan);
    const post = plan && { method: 'POST', body: JSON.stringify(plan) };
    const answer = await fetch(`${notifyUrl}/_sandbox/faults`, post);
    return ((await answer.json()) as { faults: { fired: number }[] }).faults;
  };
  const sent = async () => {
    const answer = await fetch(`${notifyUrl}/_sandbox/messages`);
    return ((await answer.json()) as { messages: { type: string; reference: string; status: string }[] }).messages;
  };
  const stateOf = async (notice: string) =>
    ((await (await ask(`notices/${notice}`)).json()) as { state: string }).state;

  return {
    /** A file twice, one that is gone, one that is older than the newest, and one that needs more time than there is. */
    async withFiles() {
      const unasked = (n: number): NightlyRow => ({ account_ref: `97${n}`, person_ref: `N${n}`, ...NOT_ASKED });
      const long = Array.from({ length: 501 }, (_, n) => unasked(n));
      await drop('1-long.csv', tonight('RE-long', 2, long));
      await drop('2-long-again.csv', tonight('RE-long', 2, long));
      await drop('3-older.csv', tonight('RE-older', 1, [unasked(0)]));
      await operator.tellQueue('intake/import-file', {
        detail: { bucket: { name: operator.inbox }, object: { key: 'gone.csv', 'version-id': 'gone' } },
      });
      await settled();
    },

    /** An event twice, and one that tells of a time before what is known. */
    async withEvents() {
      const newer = optOut('2026-09-30T09:00:00+01:00');
      await tell(newer);
      await tell(newer);
      await tell(optOut('2026-09-30T08:00:00+01:00'));
      await tell(OF_A_NEW_DEBT);
      await settled();
    },

    /** Some are planned while sending is stopped; then each meets a trouble of their own on the way. */
    async withSending() {
      await ask('stop', { reason: 'to have some planned and none released' });
      const all = NAMES.map(row);
      await drop('4-residents.csv', tonight('RE-residents', 3, all));
      const ids = new Map<string, string>();
      for await (const page of officers.decisions('RE-residents'))
        for (const { account_ref, notice_id } of page) if (notice_id) ids.set(account_ref, notice_id);
      const noticeOf = (name: Name) => ids.get(accountOf(name)) ?? `no notice for ${name}`;

      await tell(holdOn('stopped'));
      const moved = all.map((each) =>
        each === all[NAMES.indexOf('moved')] ? { ...each, email: 'new@troubles.example' } : each,
      );
      await drop('5-moved.csv', tonight('RE-moved', 4, moved));

      const on = (name: Name, effect: FaultPlan[number]['effect']): FaultPlan[number] => ({
        match: { method: 'POST', path: '/v2/notifications', reference: noticeOf(name) },
        times: 1,
        effect,
      });
      await faults([
        on('crossed', { kind: 'stall', before_ms: 4_000 }),
        on('stored', { kind: 'fail-after-storing', status: 500 }),
        on('stored', { kind: 'lose-receipts' }),
        on('odd', { kind: 'refuse', status: 400, error: 'BadRequestError', message: 'Not at this time of the moon' }),
        on('lost', { kind: 'fail-before-storing', status: 500 }),
      ]);
      // As another releaser leaves it that dies: with its lease, and with slots given out for a while.
      const now = Date.parse((await officers.status()).now);
      const following = { per_second: 45, since: now, last_slot_at: now, slowed_at: 0, marks: [] };
      await operator.control('LEASE', { owner: 'a releaser that died', until: now + 3_000 });
      await operator.control('PACE', {
        value: { per_second: 45, next_slot_at: now + 16_000, halved_at: 0, raised_at: 0, following },
      });
      await operator.control(`DAY#${utcDay(now)}`, { upto: now + 22_000, upto_at: now, taken: 1, late: 0 });
      await ask('resume', {});

      const onTheWay = () => operator.messagesOf('notices/send-notices');
      await until('messages wait for their slots', () => onTheWay() > 0);
      await tell(holdOn('between'));
      await ask('stop', { reason: 'to have them given back' });
      await until('the messages have come', () => onTheWay() === 0);
      await ask('resume', {});

      await until('a message is on its way to Notify', async () => ((await faults())[0]?.fired ?? 0) > 0);
      const late = holdOn('crossed');
      await tell(late);
      await until('it has left', async () => !['planned', 'sending'].includes(await stateOf(noticeOf('crossed'))));
      await tell(late);

      for (const name of ['stored', 'lost', 'refused', 'moved'] as const)
        await until(`${name} has an end`, async () =>
          ['delivered', 'exhausted'].includes(await stateOf(noticeOf(name))),
        );
      await until('odd waits for an officer', async () => (await stateOf(noticeOf('odd'))) === 'set-aside');
      await operator.tellQueue('notices/reconcile-notices', {});
    },

    /** Sending stopped for want of a key of Notify, and it has been put in since. */
    async withSetUp() {
      const at = Date.parse((await officers.status()).now);
      const stop = { kind: 'set-up', by: 'send-notices', at, reason: 'no-api-key' };
      await operator.control('NOT-SET-UP', { value: ['notify-api-key'] });
      await operator.control('STOP', { 'set-up': stop });
      await operator.tellQueue('notices/reconcile-notices', {});
      await until('sending goes on', async () => {
        const { stops, not_set_up } = (await (await ask('status')).json()) as StatusView;
        return stops.length + not_set_up.length === 0;
      });
    },

    /** The post brings back a letter of the sample day. */
    async withLetters() {
      const letter = (await sent()).find(({ type }) => type === 'letter');
      if (!letter) throw new Error('the sample day has no letter');
      const { status } = await call('/notify/returned-letters', CALLBACK_TOKEN, { reference: letter.reference });
      if (status !== 204) throw new Error(`a returned letter was answered ${status}`);
      await settled();
    },

    /** Documents that are gone, and emails with one that fail. */
    withDocuments: () => loseDocuments({ engine, notifyUrl, operator, ask, tell, settled, faults, sent, until }),

    /** A file of the published release is gone: the next one says so, and does not say that it may not read it. */
    async withSite() {
      await operator.lose('performance/site/bucket', '/release.json');
      await ask('publish', {});
    },
  };
}
