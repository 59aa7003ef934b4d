import type { FaultPlan } from '../../infra/local/notify/misbehaving/faults.ts';
import type { Run } from '../../infra/local/start/run.ts';
import { DAY_AFTER } from './days.ts';
import { pdfThatSays, sumOf } from './documents.ts';
import type { operatorOf } from './operator.ts';

const DOCUMENTS = 'register/documents/bucket';
const TRACK = 'notices/track-notices';
/** What failed comes again after its queue's visibility timeout. */
const HIDDEN_MS = 10 * 60_000;

/** Claimants whose document has a trouble on its way: two have it by an email that fails, and one by letter. */
const CLAIMANTS = ['read', 'gone', 'lost'] as const;
type Claimant = (typeof CLAIMANTS)[number];

/** Notify's own address of an email that never arrives. */
const NEVER = 'perm-fail@simulator.notify';

const documentOf = (name: Claimant) => {
  const pdf = pdfThatSays(`The decision of ${name}`);
  return { pdf, named: { key: `troubles/${name}.pdf`, sha256: sumOf(pdf) } };
};

const event = (type: string, name: Claimant, data: object) => ({
  ...{ specversion: '1.0', id: `${type} ${name}`, source: 'revenues-benefits', type, time: DAY_AFTER },
  data: { person_ref: `TD-${name}`, ...data },
});

/** How each is reached, and what is decided on their claims. */
const toldOf = (name: Claimant) => [
  event('council.residents.contact-changed.v1', name, {
    ...{ channel: 'post', status: 'verified', changed_at: DAY_AFTER },
    to: { lines: [`${name} Claimant`, '1 Sample Street', 'Stockton-on-Tees'], postcode: 'TS18 1AA' },
  }),
  ...(name === 'lost'
    ? []
    : [
        event('council.residents.e-service-agreed.v1', name, {
          ...{ purpose: 'hb', email: NEVER, agreed_at: DAY_AFTER, wording_version: '1' },
        }),
      ]),
  event('council.benefits.decision-made.v1', name, {
    ...{ claim_ref: `CL-${name}`, scheme: 'hb', decision_ref: `D-${name}`, decision: 'awarded' },
    ...{ decided_on: '2026-09-29', schedule9_complete: true, document: documentOf(name).named },
  }),
];

type On = Pick<Run, 'engine' | 'notifyUrl'> & {
  operator: ReturnType<typeof operatorOf>;
  ask: (path: string, body: object) => Promise<unknown>;
  tell: (event: object) => Promise<void>;
  settled: () => Promise<void>;
  faults: (plan: FaultPlan) => Promise<unknown>;
  sent: () => Promise<{ status: string }[]>;
  until: (what: string, holds: () => Promise<boolean>) => Promise<void>;
};

/**
 * A document is gone when its letter is sent, and another when its email has failed; receipts come twice, and both are followed
 * at once.
 */
export async function loseDocuments(on: On): Promise<void> {
  const { engine, notifyUrl, operator, ask, tell, settled, faults, sent, until } = on;
  await ask('stop', { reason: 'to have documents planned and none released' });
  for (const name of CLAIMANTS) {
    const { named, pdf } = documentOf(name);
    await operator.putDocument(named.key, pdf);
    for (const each of toldOf(name)) await tell(each);
  }
  await settled();
  await operator.lose(DOCUMENTS, 'troubles/lost.pdf');
  const failures = async () => (await sent()).filter(({ status }) => status === 'permanent-failure').length;
  const before = await failures();
  operator.breaks(TRACK, true);
  const emails = { method: 'POST', path: '/v2/notifications/email' } as const;
  await faults([{ match: emails, effect: { kind: 'duplicate-receipts', copies: 2 } }]);
  await ask('resume', {});
  await until(
    'both emails have failed',
    async () => (await failures()) >= before + 2 && operator.messagesOf(TRACK) >= 4,
  );
  await engine.untilIdle({ ignoreDelayed: true, ignoreHidden: true });
  await fetch(`${notifyUrl}/_sandbox/faults`, { method: 'DELETE' });
  await operator.lose(DOCUMENTS, 'troubles/gone.pdf');
  operator.breaks(TRACK, false);
  engine.clock.moveOn(HIDDEN_MS);
  await settled();
}
