import type { CloudEvent } from '../../contracts/envelope.ts';
import type { Key } from '../shared/ids.ts';
import type { MatterName } from '../shared/matter.ts';
import type { KeyIn } from './keys-in.ts';
import type { Matter, ReadRegister, References, Subject } from './register.ts';

/** By keyed hash: as the source of the fact called it, or, of what Crier itself tells, as a source of the matter did. */
export type NamesOf = (event: CloudEvent, keys: readonly KeyIn[]) => Promise<Map<Key, string>>;

type Data = Readonly<Record<string, unknown>>;

/** The two lie in the same order: a list of references is keyed one by one. */
function fromDoor(data: Data, references: References): [Key, string][] {
  return Object.entries(references).flatMap(([field, refs]) => {
    const keys = [data[field]].flat() as Key[];
    return [refs].flat().flatMap((ref, i) => (keys[i] === undefined ? [] : [[keys[i], ref] as [Key, string]]));
  });
}

/** Whoever reported a request has no reference of their own: they are called by that of the request. */
const fromMatter = ({ about, ref, people }: Matter): [Key, string][] => [
  [about.id, ref],
  ...(about.account ? [[about.account, ref] as [Key, string]] : []),
  ...people.map(({ person, ref: own }): [Key, string] => [person, own || ref]),
];

const subjectIn = ({ key, of }: KeyIn): Subject | null => {
  if (of === 'person') return { person: key };
  if (of === 'account') return { account: key };
  return typeof of === 'object' ? { matter: { kind: of.matter, id: key } } : null;
};

export function namesOf({
  matter,
  mattersOf,
  references,
}: Pick<ReadRegister, 'matter' | 'mattersOf' | 'references'>): NamesOf {
  const inMatter = async (name: MatterName) => {
    const view = await matter(name);
    return view ? fromMatter(view.matter) : [];
  };
  return async (event, keys) => {
    const kept = await references(event.id);
    if (kept) return new Map(fromDoor(event.data as Data, kept));
    // The matter first, which has most names at once.
    const subjects = keys.map(subjectIn).filter((each) => each !== null);
    const names = new Map<Key, string>();
    for (const subject of subjects.toSorted((a, b) => Number('matter' in b) - Number('matter' in a))) {
      const wanted = Object.values(subject)[0] as Key | MatterName;
      if (names.has(typeof wanted === 'string' ? wanted : wanted.id)) continue;
      const [first] = await mattersOf(subject);
      if (first) for (const [key, name] of await inMatter(first)) names.set(key, name);
    }
    return names;
  };
}
