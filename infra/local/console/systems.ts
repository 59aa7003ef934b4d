import type { SystemSeen } from './feed.ts';

type Contact = Readonly<Record<string, unknown>>;

/** What a system has of one resident, as a row. */
type Row = { ref: string; sequence: string; first_name: string; mobile: string; email: string; address: string };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function addressOf({ postal_address }: Contact): string {
  const { lines = [], postcode = '' } = (postal_address ?? {}) as { lines?: string[]; postcode?: string };
  return [...lines, postcode].filter((each) => each !== '').join(', ');
}

const rowOf = ({ ref, sequence, contact }: SystemSeen['copies'][number]): Row => ({
  ref,
  sequence,
  first_name: text(contact['first_name']),
  mobile: text(contact['mobile']),
  email: text(contact['email']),
  address: addressOf(contact),
});

/** Each system with its own copy of whom it was told of. */
export const systemsOf = (systems: readonly SystemSeen[]) =>
  systems.map(({ copies, ...system }) => ({ ...system, rows: copies.map(rowOf) }));
