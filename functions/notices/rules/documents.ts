import type { DocumentLook, DocumentName, ReadDocuments } from '../../shared/documents.ts';

/** What looks at documents found. Those of notices that are not decided for need none. */
export type Looks = { at(name: DocumentName): DocumentLook };

/** For what is about no document. */
export const NO_LOOKS: Looks = { at: () => ({ ok: false, reason: 'document-missing' }) };

/**
 * As it was when a notice was planned, for a look that only gives it its slot: what has changed since is found when it is sent.
 * @param bytes how long it was
 */
export const asPlanned = (bytes = 0): Looks => ({ at: () => ({ ok: true, bytes }) });

const nameOf = ({ key, sha256 }: DocumentName): string => `${sha256} ${key}`;

/** Looks at each of some documents once. */
export async function looksAt(documents: Pick<ReadDocuments, 'look'>, names: readonly DocumentName[]): Promise<Looks> {
  const each = new Map(names.map(({ key, sha256 }) => [nameOf({ key, sha256 }), { key, sha256 }]));
  const found = new Map(
    await Promise.all([...each].map(async ([name, document]) => [name, await documents.look(document)] as const)),
  );
  return { at: (name) => found.get(nameOf(name)) ?? { ok: false, reason: 'document-missing' } };
}
