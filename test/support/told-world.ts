import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { contractOf } from '../../contracts/catalogue.ts';
import type { CloudEvent } from '../../contracts/envelope.ts';
import { receiveEvents } from '../../functions/intake/receive-events/receive-events.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { isFree } from '../../functions/notices/notice/has-gone.ts';
import type { Notice } from '../../functions/notices/notice/notice.ts';
import { become } from '../../functions/notices/notice/transition.ts';
import type { Deps } from '../../functions/notices/plan-notices/deps.ts';
import { readFact } from '../../functions/notices/plan-notices/plan-fact.ts';
import { looksWith } from '../../functions/notices/rules/look-again.ts';
import type { MatterView } from '../../functions/register/register.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { councilOf } from '../../infra/config/councils.ts';
import { RULES } from './builders.ts';
import { aRequest } from './http-request.ts';
import { inMemoryIntakeTable } from './intake.ts';
import { planningWorld } from './planning-world.ts';
import { testKey } from './register.ts';

/** Documents that lie in a folder, as the bucket has them. */
export function documentsIn(folder: string): Deps['documents'] {
  return {
    look: async ({ key, sha256 }) => {
      const path = join(folder, key);
      const found = statSync(path, { throwIfNoEntry: false });
      if (!found) return { ok: false, reason: 'document-missing' };
      const bytes = readFileSync(path);
      const isPdf = bytes.subarray(0, 5).toString('latin1') === '%PDF-' && bytes.subarray(-1024).includes('%%EOF');
      const sum = createHash('sha256').update(bytes).digest('hex');
      return isPdf && sum === sha256 ? { ok: true, bytes: bytes.length } : { ok: false, reason: 'document-unreadable' };
    },
  };
}

type Decided = Record<string, unknown>;

/** Sources at the door, the register and plan-notices, all in memory; what is due is sent whenever the test says so. */
export function toldWorld(start: number, documents: Deps['documents']) {
  const world = planningWorld(start, undefined, documents);
  const { sources } = councilOf('stockton');
  let facts: CloudEvent[] = [];
  const door: Parameters<typeof receiveEvents>[0] = {
    sources,
    tokens: async () => Object.fromEntries(Object.keys(sources).map((name) => [name, `token-of-${name}`])),
    table: inMemoryIntakeTable(),
    register: world.register,
    contractOf,
    publish: async (events) => void facts.push(...events),
    key: testKey,
    now: world.now,
    council: 'stockton',
  };
  /** Addresses by their keys, as the register handed them out. */
  const addresses = new Map<Key, string>();

  /** One event at the door, and what plan-notices makes of it. Returns the door's status for it. */
  const tell = async (event: { source: string }): Promise<string> => {
    facts = [];
    const answer = await receiveEvents(
      door,
      aRequest({
        ...{ method: 'POST', path: '/events', authorization: `Bearer token-of-${event.source}` },
        ...{ contentType: 'application/cloudevents+json', body: JSON.stringify(event) },
      }),
    );
    for (const fact of facts) {
      if (contractOf(fact.type)?.consumers.includes('plan-notices')) await world.tell(readFact(fact, ourCatalogue));
      await world.lookAgain();
    }
    return String(answer.status);
  };

  const { look } = looksWith({ register: world.register, documents, settings: RULES, catalogue: ourCatalogue });
  const all = async (): Promise<Notice[]> => {
    const notices: Notice[] = [];
    let after: string | undefined;
    do {
      const page = await world.store.all(after);
      notices.push(...page.items);
      after = page.next ?? undefined;
    } while (after);
    return notices;
  };
  /** Sends what is due. What was decided must be what the look at sending finds. */
  const sendDue = async (): Promise<void> => {
    for (const notice of await all()) {
      if (notice.state !== 'planned' || notice.due_at > world.now()) continue;
      const found = await look(notice, world.now());
      if (found.kind !== 'go' || found.recipient.address !== notice.address)
        throw new Error(`${notice.type} was planned, and the look at sending says ${JSON.stringify(found)}`);
      const sending = become(notice, 'sending', { at: world.now(), by: 'test' });
      const attempts = {
        [notice.channel]: { reference: notice.id, address: notice.address, outcome: 'accepted' as const },
      };
      const accepted = { ...become(sending, 'accepted', { at: world.now(), by: 'test' }, { attempts }) };
      await world.store.put({ ...accepted, version: notice.version + 1 });
    }
  };

  const refOf = (view: MatterView, key: string): string => {
    for (const { data, refs } of view.told.events)
      for (const [field, ref] of Object.entries(refs)) if (data[field] === key) return ref;
    return key;
  };
  const aboutOf = ({ matter: { about, ref } }: MatterView) => ({
    kind: about.kind,
    ref: about.kind === 'debt' ? `${ref}/${about.bill_year}` : ref,
  });
  const decided = async (notice: Notice): Promise<Decided> => {
    const view = (await world.register.matter(notice.about)) as MatterView;
    for (const each of [...view.matter.people, ...view.people.values()])
      for (const contact of Object.values(each.contacts)) if (contact.to) addresses.set(contact.address, contact.to);
    for (const { consents } of view.people.values())
      for (const { agreed } of Object.values(consents)) if (agreed?.to) addresses.set(agreed.address, agreed.to);
    const goes = !isFree(notice);
    const { channel, variant, due_at, issued_on, deemed_served_on } = notice;
    const isDocument = ourCatalogue.entry(notice.type).duty === 'statutory';
    return {
      about: aboutOf(view),
      person_ref: view.matter.people.find(({ person }) => person === notice.person)?.ref || null,
      notice_type: notice.type,
      occasion: notice.occasion
        .split('/')
        .map((part) => refOf(view, part))
        .join('/'),
      outcome: goes ? channel : 'none',
      variant: goes && !isDocument ? variant : null,
      codes: notice.codes,
      reason: notice.reason,
      due_at: goes ? new Date(due_at).toISOString() : null,
      to: goes ? addresses.get(notice.address) : null,
      ...(isDocument && {
        issued_on: goes ? issued_on : null,
        deemed_served_on: goes ? deemed_served_on : null,
      }),
    };
  };

  return {
    ...world,
    /** One fact of the bus, for plan-notices. */
    plan: world.tell,
    tell,
    /** What plan-notices hears that came by no event. */
    hear: world.tell,
    sendDue,
    /** What was decided on each notice, in the words of the kit's own decisions. */
    decisions: async () => Promise.all((await all()).map(decided)),
  };
}
