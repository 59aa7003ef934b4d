import type { NoticeTypeEntry } from '../catalogue/types.ts';
import type { Channel, NoticeType } from '../notice/notice.ts';
import type { Bell, Family } from './family.ts';

/** A template as it must be set up in Notify. */
export type Template = { name: string; type: Channel; subject: string | null; body: string };

/** Every family that there is, and every notice type that they have. */
export type Catalogue = {
  types: readonly NoticeType[];
  /** @throws Error for a type that there is not. */
  entry(type: NoticeType): NoticeTypeEntry;
  /** The family of a notice type. @throws Error for a type that there is not. */
  family(type: NoticeType): Family;
  /** The families that may ask for something about a kind of matter. */
  familiesOf(kind: string): readonly Family[];
  /** Which matter a fact of this type rings for; undefined if it is no bell. */
  bell(factType: string): (Bell & { kind: string }) | undefined;
  /** What a notice type is called: "First reminder". One that is no longer there has its own name. */
  title(type: NoticeType): string;
  /** All templates that must be set up, each once, by name; without those that only types that are switched off need. */
  templates(switchedOff?: readonly NoticeType[]): Template[];
};

export function catalogueOf(families: readonly Family[]): Catalogue {
  const all = new Map(families.flatMap((family) => family.entries.map((entry) => [entry.type, { entry, family }])));
  const bells = new Map(
    families.flatMap(({ matter, bells }) => bells.map((bell) => [bell.contract.type, { ...bell, kind: matter }])),
  );
  const byMatter = Map.groupBy(families, ({ matter }) => matter);
  const of = (type: NoticeType) => {
    const found = all.get(type);
    if (!found) throw new Error(`there is no notice type ${type}`);
    return found;
  };
  return {
    types: [...all.keys()],
    entry: (type) => of(type).entry,
    family: (type) => of(type).family,
    familiesOf: (kind) => byMatter.get(kind) ?? [],
    bell: (factType) => bells.get(factType),
    title: (type) => all.get(type)?.entry.title ?? type,
    templates: (switchedOff = []) => {
      const byName = new Map<string, Template>();
      for (const { entry } of [...all.values()].filter(({ entry: { type } }) => !switchedOff.includes(type)))
        for (const { template, channel, subject, body } of entry.wordings)
          byName.set(template, { name: template, type: channel, subject, body });
      return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}
