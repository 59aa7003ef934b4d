import type { Deps } from '../../functions/notices/explain-notices/deps.ts';
import { explainNotices } from '../../functions/notices/explain-notices/explain-notices.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import type { Decision, Notice, State } from '../../functions/notices/notice/notice.ts';
import { contactsTold } from '../../functions/register/contacts.ts';
import { aboutDebt, type Debt, type DebtRow, NO_MARKS } from '../../functions/register/debt.ts';
import type { Answer } from '../../functions/shared/http/answer.ts';
import type { Request } from '../../functions/shared/http/request.ts';
import { inMemoryCounts } from './counts.ts';
import { aRequest } from './http-request.ts';
import { inMemoryBus } from './intake.ts';
import { inMemoryNoticeStore } from './notice-store.ts';
import { plannedNotice } from './planned-notice.ts';
import { inMemoryRegister, testDebt, testKey } from './register.ts';

/** A Tuesday, inside the recovery window. */
export const NOW = Date.parse('2026-09-29T10:00:00+01:00');
export const NOW_ISO = '2026-09-29T09:00:00.000Z';
export const TOKEN = 'pat-has-a-long-token';

/** A platform as officers see it, in memory, with a count of what was woken and recorded. */
export function officersWorld(pageSize?: number) {
  const store = inMemoryNoticeStore(pageSize);
  const register = inMemoryRegister(() => NOW);
  const bus = inMemoryBus();
  const done: string[] = [];
  const deps: Deps = {
    council: 'stockton',
    catalogue: ourCatalogue,
    settings: { council_name: 'Stockton Council', sending: 'live' },
    officers: async () => ({ pat: TOKEN, sam: 'sam-has-another-token' }),
    store,
    register,
    keepFact: register.fact,
    publish: bus.publish,
    makeKey: testKey,
    wake: async () => {
      done.push('woken');
    },
    counts: inMemoryCounts(),
    record: (change, officer) => done.push(`${change} by ${officer}`),
    alarm: (what, { faults }) => done.push(`${what}: ${faults.map(({ notice, fault }) => `${fault} ${notice}`)}`),
    now: () => NOW,
  };
  const ask = (path: string, more: Partial<Request> = {}): Promise<Answer> => {
    const [bare, query = ''] = path.split('?');
    return explainNotices(
      deps,
      aRequest({
        path: bare!,
        query: Object.fromEntries(new URLSearchParams(query)),
        authorization: `Bearer ${TOKEN}`,
        ...more,
      }),
    );
  };
  const post = (path: string, body: unknown) => ask(path, { method: 'POST', body: JSON.stringify(body) });
  return { deps, store, register, bus, done, ask, post };
}

type Who = { account_ref?: string; person_ref?: string };

/** A text beside a first reminder, as plan-notices would have written it, moved on through `states`. */
export function aNotice(states: State[] = ['planned'], { account_ref = 'A1', person_ref = 'P1' }: Who = {}): Notice {
  const state = states.at(-1)!;
  return plannedNotice('', {
    id: testKey('record', account_ref, person_ref, '2026-27', 'ct.reminder.first', '2026-09-28'),
    state,
    about: aboutDebt(aDebt(account_ref)),
    person: testKey('person', person_ref),
    run: 'night-1',
    address: testKey('address', '+447700900123'),
    history: states.map((each, i) => ({ at: NOW + i * 60_000, state: each, by: 'plan-notices' })),
  });
}

/** Of one row that led to a text, unless `changes` say otherwise. */
export function aDecision(changes: Partial<Decision> = {}): Decision {
  const { matter_ref = 'A1', person_ref = 'P1' } = changes;
  return {
    line: 2,
    matter_ref,
    person_ref,
    person: testKey('person', person_ref),
    bill_year: '2026-27',
    notice_type: 'ct.reminder.first',
    outcome: 'sms',
    variant: 'full',
    codes: [],
    reason: null,
    due_at: NOW,
    notice_id: null,
    ...changes,
  };
}

/** One liable person with contact data that must never be seen in an answer. */
function aDebt(account_ref = 'A1', changes: Partial<DebtRow> = {}): Debt {
  const row: DebtRow = {
    ...NO_MARKS,
    line: 2,
    account_ref,
    person_ref: 'P1',
    person: testKey('person', 'P1'),
    liability_seq: 1,
    first_name: 'Zebedee',
    contacts: contactsTold(
      {
        sms: { text: '07700 900123', verified_at: '2026-05-01', opted_out: false },
        email: { text: 'zebedee@example.org', verified_at: null, opted_out: true },
      },
      testKey,
    ),
    stage_code: 'REM1',
    stage_date: '2026-09-28',
    pay_by: null,
    balance_pence: 123_456,
    overdue_pence: 12_000,
    missed_instalment_date: null,
    last_payment_date: null,
    payments_posted_to: NOW,
    deceased: false,
    vulnerable: false,
    safe_contact: false,
    gone_away: false,
    appointee: false,
    agent: false,
    ...changes,
  };
  return {
    debt: testDebt(account_ref, '2026-27'),
    account: testKey('account', account_ref),
    bill_year: '2026-27',
    run: 'night-1',
    extracted_at: NOW,
    rows: [row],
    refused: [],
  };
}

/** One night: account A1 has a text that was delivered, and A2 is left alone under Breathing Space. */
export async function oneNight(world = officersWorld()) {
  const { store, register } = world;
  const notice = aNotice(['planned', 'sending', 'accepted', 'delivered']);
  await store.put(notice);
  const blocked = { ...aNotice(['blocked'], { account_ref: 'A2' }), codes: ['S1' as const] };
  await store.put(blocked);
  await register.debt(aDebt('A1'));
  await register.debt(aDebt('A2', { breathing_from: '2026-09-01' }));
  const debt = (account_ref: string) => testDebt(account_ref, '2026-27');
  await store.putDecision({
    run: 'night-1',
    matter: debt('A1'),
    told_at: NOW,
    decided_at: NOW,
    decisions: [aDecision({ notice_id: notice.id })],
  });
  const alone = { matter_ref: 'A2', outcome: 'none', variant: null, codes: ['S1', 'S18'], due_at: null } as const;
  await store.putDecision({
    run: 'night-1',
    matter: debt('A2'),
    told_at: NOW,
    decided_at: NOW,
    decisions: [aDecision({ ...alone, codes: [...alone.codes], notice_id: blocked.id })],
  });
  await store.putRun({
    name: 'night-1',
    file: 'night-1.csv',
    source: 'recovery-extract',
    imported_at: NOW,
    rows: 2,
    rejected: 0,
  });
  return { ...world, notice, blocked };
}
