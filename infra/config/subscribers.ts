import { fileURLToPath } from 'node:url';
import { catalogue } from '../../contracts/catalogue.ts';
import { contract as addressChanged } from '../../contracts/events/residents/address-changed.v1.ts';
import { contract as contactChanged } from '../../contracts/events/residents/contact-changed.v1.ts';
import { contract as deathRecorded } from '../../contracts/events/residents/death-recorded.v1.ts';
import { contract as optOutRecorded } from '../../contracts/events/residents/opt-out-recorded.v1.ts';
import { comesIn, type Layout } from '../../contracts/files/layout.ts';
import { LAYOUTS_FOLDER, layoutsIn } from '../../contracts/files/layouts.ts';
import { COMPARED } from '../../contracts/officers/drift.ts';
import { contactFieldOf, type FileOut, type Subscriber } from '../../contracts/subscriber.ts';
import {
  faultsOfSubscribers,
  type Known,
  type Place,
  type SubscriberFault,
} from '../../contracts/subscriber-faults.ts';
import type { ToFile } from '../../functions/sync/settings.ts';

/** The systems that a council starts with. Addresses that end in .example lead nowhere: set the system's own. */
export const SUBSCRIBERS: readonly Subscriber[] = [
  {
    name: 'my-stockton',
    owner: 'Digital team: the residents’ portal',
    events: [addressChanged.type, contactChanged.type, optOutRecorded.type],
    fields: ['first_name', 'mobile', 'email', 'postal_address'],
    transport: { kind: 'webhook', url: 'https://my.stockton.example/crier', timeout_seconds: 10, per_second: 20 },
    retry: { days: 3 },
  },
  {
    name: 'care-for-your-area',
    owner: 'Care For Your Area: Civica, which takes files',
    events: [addressChanged.type],
    fields: ['first_name', 'mobile', 'postal_address'],
    transport: { kind: 'file', layout: 'moves', encoding: 'windows-1252', after_changes: 1 },
    retry: { days: 3 },
  },
  {
    name: 'documents',
    owner: 'Information governance: document management',
    events: [addressChanged.type],
    fields: ['postal_address'],
    transport: {
      kind: 'webhook',
      url: 'https://documents.stockton.example/crier',
      timeout_seconds: 10,
      per_second: 10,
    },
    retry: { days: 3 },
  },
  {
    name: 'electoral-roll',
    owner: 'Electoral services: the register of electors, which takes a file each day',
    events: [addressChanged.type],
    fields: ['first_name', 'mobile', 'postal_address'],
    transport: { kind: 'file', layout: 'moves', encoding: 'utf-8', schedule: '18:00' },
    retry: { days: 3 },
  },
  {
    name: 'libraries',
    owner: 'Libraries: the library management system',
    events: [addressChanged.type, contactChanged.type, deathRecorded.type],
    fields: ['first_name', 'email', 'postal_address'],
    transport: { kind: 'webhook', url: 'https://libraries.stockton.example/crier', timeout_seconds: 5, per_second: 5 },
    retry: { days: 3 },
  },
];

const SHIPPED = fileURLToPath(new URL(`../../${LAYOUTS_FOLDER}`, import.meta.url));

/** The layouts that come with Crier. */
export const shippedLayouts = (): Layout[] => layoutsIn(SHIPPED);

/** Subscribers by file, each with the columns of its layout. */
export function filesOf(subscribers: readonly Subscriber<FileOut>[], own: readonly Layout[]): ToFile[] {
  const { layouts } = known(own);
  return subscribers.map(({ name, events, fields, transport: { kind: _, layout, ...file } }) => ({
    ...{ name, events, fields },
    file: { ...file, columns: layouts[layout] ?? [] },
  }));
}

/** The columns of contact data that each subscriber is told: of its fields, and of its layout where it takes files. */
export function mayHave(subscribers: readonly Subscriber[], own: readonly Layout[]): Record<string, string[]> {
  const { layouts } = known(own);
  return Object.fromEntries(
    subscribers.map(({ name, fields, transport }) => [
      name,
      COMPARED.filter((column) => {
        const isInLayout = transport.kind === 'webhook' || layouts[transport.layout]?.includes(column);
        return isInLayout && fields.some((field) => field === contactFieldOf(column));
      }),
    ]),
  );
}

/** What an entry may name: every type of the catalogue, and the layouts of files that go out. */
function known(own: readonly Layout[]): Known {
  const out = [...shippedLayouts(), ...own].filter((each) => !comesIn(each));
  return {
    types: catalogue.map(({ type }) => type),
    layouts: Object.fromEntries(out.map(({ layout, columns }) => [layout, columns as string[]])),
  };
}

/**
 * Every fault of a list of subscribers, a sentence each: entry, field and what should be there.
 * @param layouts of the council itself, beside those that come with Crier
 */
export const faultsIn = (entries: unknown, place: Place, layouts: readonly Layout[]): string[] =>
  faultsOfSubscribers(entries, place, known(layouts)).map((fault) => `subscribers: ${inWords(fault)}`);

const inWords = ({ entry, field, should }: SubscriberFault): string => `${entry}: ${field} should be ${should}`;

/** Secrets by the subscriber's name: one, or two while the old one is on its way out. */
export type SubscriberSecrets = Readonly<Record<string, string | readonly string[]>>;

/** The systems of one machine, with the secrets of those that have a webhook. */
export type SubscribersHere = { subscribers: readonly Subscriber[]; secrets: SubscriberSecrets };

type EntryHere = Subscriber & { secret?: string | readonly string[] };

/**
 * Reads the text of a list of subscribers for one machine, each with its secret.
 * @returns the faults where there are any: none repeats what was written
 */
export function readSubscribers(text: string, layouts: readonly Layout[]): SubscribersHere | { faults: string[] } {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return { faults: ['subscribers: the list: itself should be JSON'] };
  }
  const faults = faultsIn(entries, 'list-of-one-machine', layouts);
  if (faults.length > 0) return { faults };
  const list = entries as EntryHere[];
  return {
    subscribers: list.map(({ secret: _, ...subscriber }) => subscriber),
    secrets: Object.fromEntries(list.flatMap(({ name, secret }) => (secret === undefined ? [] : [[name, secret]]))),
  };
}
