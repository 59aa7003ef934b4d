import type { Template } from '../../functions/notices/families/catalogue.ts';

/** A template as Notify has it. */
export type InNotify = { id: string; name: string; type: string; subject?: string | null; body: string };

/**
 * How Notify has one template that we need. Crier finds templates by name, so a name that is there twice is as wrong as
 * one that is missing.
 */
export type Compared = {
  name: string;
  type: Template['type'];
  state: 'same' | 'missing' | 'different' | 'twice';
  id: string | null;
  /** Lines as in a patch: `-` is in Notify and should go, `+` is missing there, two spaces are right. */
  difference: string[];
};

export function compareTemplates(wanted: readonly Template[], inNotify: readonly InNotify[]): Compared[] {
  return wanted.map((template) => {
    const { name, type } = template;
    const found = inNotify.filter((each) => each.name === name);
    const [first] = found;
    if (!first) return { name, type, state: 'missing', id: null, difference: [] };
    if (found.length > 1) return { name, type, state: 'twice', id: null, difference: [] };
    const difference = differenceOf(linesOf(first), linesOf(template));
    const state = difference.every((line) => line.startsWith('  ')) ? 'same' : 'different';
    return { name, type, state, id: first.id, difference: state === 'same' ? [] : difference };
  });
}

/** Notify keeps the line ends of the browser that saved the template, and cuts white space at the end. */
function linesOf({ type, subject, body }: { type: string; subject?: string | null; body: string }): string[] {
  const heading = type === 'email' ? [`subject: ${(subject ?? '').trim()}`] : [];
  const lines = body.trimEnd().split(/\r\n?|\n/);
  return [`type: ${type}`, ...heading, ...lines.map((line) => line.trimEnd())];
}

/** A line-by-line difference along the longest common run of lines. */
function differenceOf(from: string[], to: string[]): string[] {
  const common = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      common[i]![j] = from[i] === to[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const out: string[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      out.push(`  ${from[i]}`);
      i++;
      j++;
    } else if (i < from.length && (j === to.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      out.push(`- ${from[i++]}`);
    } else {
      out.push(`+ ${to[j++]}`);
    }
  }
  return out;
}
