import type { Contract } from './envelope.ts';
import { fieldsOf } from './field-words.ts';
import type { Layout } from './files/layout.ts';
import { dataSchema, type Schema } from './json-schema.ts';

/** What each event and each file has, in words: by its name, and by its fields or columns. */
export type Shape = {
  events: Readonly<Record<string, Readonly<Record<string, string>>>>;
  files: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** The contracts as they stood on a day: a file of `contracts/versions/`. */
export type Snapshot = Shape & { version: string; on: string; says: string };

/** What became of one event or file between two versions. */
export type Change = {
  of: string;
  kind: 'event' | 'file';
  what: 'new' | 'gone' | 'changed';
  /** Fields or columns of one that changed, in words. */
  details: readonly string[];
  /** Whether a system that was built for the former version may find what it does not know, or miss what it needs. */
  breaks: boolean;
};

/** `version` is null for what has changed since the newest one. */
export type Version = { version: string | null; on: string | null; says: string; changes: readonly Change[] };

export const shapeOf = (catalogue: readonly Contract[], layouts: readonly Layout[]): Shape => ({
  events: Object.fromEntries(catalogue.map((contract) => [contract.type, fieldsIn(dataSchema(contract))])),
  files: Object.fromEntries(layouts.map((each) => [each.layout, columnsIn(each)])),
});

export const fieldsIn = (schema: Schema): Record<string, string> =>
  Object.fromEntries(
    fieldsOf({}, schema).map(({ name, inside, required, form }) => [
      [...inside, name].join('.'),
      `${required ? REQUIRED : 'optional'}: ${form}`,
    ]),
  );

const REQUIRED = 'required';
const NEEDED = { value: REQUIRED, header: 'in the header', no: 'optional' } as const;

export const columnsIn = (layout: Layout): Record<string, string> =>
  layout.kind === 'out'
    ? Object.fromEntries(layout.columns.map((name) => [name, 'in each row']))
    : Object.fromEntries(
        layout.columns.map(({ name, form, required }) => [
          name,
          `${NEEDED[required]}: ${typeof form === 'string' ? form : form.codes.join(', ')}`,
        ]),
      );

/** Numbers of versions, 0.9.0 before 0.10.0. */
export const inOrder = (versions: readonly string[]): string[] =>
  [...versions].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** The versions, the newest first, each with what it changed; before them what has changed since, if anything has. */
export function versionsOf(snapshots: readonly Snapshot[], now: Shape): Version[] {
  const known = new Map(snapshots.map((each) => [each.version, each]));
  const former = inOrder([...known.keys()]).map((version) => known.get(version) as Snapshot);
  const told = former.map(({ version, on, says, ...shape }, i): Version => {
    const before = former[i - 1];
    return { version, on, says, changes: before ? changesBetween(before, shape) : [] };
  });
  const newest = former.at(-1);
  const since = newest ? changesBetween(newest, now) : [];
  const next: Version = { version: null, on: null, says: '', changes: since };
  return [...(since.length > 0 ? [next] : []), ...told.reverse()];
}

export const changesBetween = (before: Shape, after: Shape): Change[] => [
  ...changesOf('event', before.events, after.events),
  ...changesOf('file', before.files, after.files),
];

function changesOf(kind: Change['kind'], before: Shape['events'], after: Shape['events']): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((of): Change[] => {
    const [was, is] = [before[of], after[of]];
    if (!was) return [{ of, kind, what: 'new', details: [], breaks: false }];
    if (!is) return [{ of, kind, what: 'gone', details: [], breaks: true }];
    const details = [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name) =>
      was[name] === is[name]
        ? []
        : [
            {
              words: inWords(name, was[name], is[name]),
              breaks: isBreak(was[name], is[name]) && !isWithinNew(name, was, is),
            },
          ],
    );
    if (details.length === 0) return [];
    const breaks = details.some((each) => each.breaks);
    return [{ of, kind, what: 'changed', details: details.map(({ words }) => words), breaks }];
  });
}

/** A field that is required in an object that is itself new: whoever leaves out the object leaves out the field. */
const isWithinNew = (name: string, was: Shape['events'][string], is: Shape['events'][string]): boolean => {
  const outer = name.split('.').slice(0, -1);
  return outer.some((_, i) => {
    const above = outer.slice(0, i + 1).join('.');
    return was[above] === undefined && is[above] !== undefined && isBreak(undefined, is[above]) === false;
  });
};

const CODES = /`([^`]*)`/g;
const codesIn = (form: string): string[] => [...form.matchAll(CODES)].map(([, code = '']) => code);

/** Which codes came and went, where nothing else of two forms differs. */
function codesBetween(was: string, is: string): { came: string[]; went: string[] } | null {
  const [before, after] = [codesIn(was), codesIn(is)];
  const rest = (form: string) => form.replaceAll(CODES, '').replaceAll(/[\s,]/g, '');
  if (before.length === 0 || after.length === 0 || rest(was) !== rest(is)) return null;
  return { came: after.filter((each) => !before.includes(each)), went: before.filter((each) => !after.includes(each)) };
}

const inWords = (name: string, was: string | undefined, is: string | undefined): string => {
  if (was === undefined) return `\`${name}\` is new: ${is}`;
  if (is === undefined) return `\`${name}\` is gone`;
  const codes = codesBetween(was, is);
  if (!codes) return `\`${name}\` was ${was}; is ${is}`;
  const list = (all: readonly string[]) => all.map((each) => `\`${each}\``).join(', ');
  const { came, went } = codes;
  const parts = [
    came.length > 0 ? `may also be ${list(came)}` : '',
    went.length > 0 ? `is never ${list(went)} any more` : '',
  ];
  return `\`${name}\` ${parts.filter(Boolean).join('; ') || 'has its codes in another order'}`;
};

/** What is new and may be left out breaks nothing, and nor does a further code: whoever reads leaves alone what it does not know. */
function isBreak(was: string | undefined, is: string | undefined): boolean {
  if (was === undefined) return is?.startsWith(REQUIRED) === true;
  const codes = is === undefined ? null : codesBetween(was, is);
  return codes === null || codes.went.length > 0;
}
