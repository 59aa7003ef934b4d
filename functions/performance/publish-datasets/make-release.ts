import type { Problem } from '../facts/fact.ts';
import type { FactStore } from '../facts/store.ts';
import { openBase } from '../publication/base.ts';
import { type Definitions, publish } from '../publication/publish.ts';
import type { Publisher, State } from '../publication/types.ts';
import { cellsByDay } from './cells-by-day.ts';
import type { Deps } from './publish-datasets.ts';

type From = { store: FactStore; definitions: Definitions; publisher: Publisher };

/** Makes releases from the facts of one council's store. Holds the facts of one measure and day at a time. */
export function releaseFrom({ store, definitions, publisher }: From): Deps['release'] {
  const councils = [{ ons_code: publisher.ons_code, name: publisher.name }];
  return async ({ asOf, before }) => {
    const base = openBase();
    try {
      const broken: Problem[] = [];
      for await (const { cells, problems } of cellsByDay(store)) {
        broken.push(...problems);
        base.put([cells]);
      }
      if (broken.length > 0) throw new Error(`${broken.length} fact files cannot be read, the first: ${told(broken)}`);
      const former = before && {
        files: before.files,
        state: JSON.parse(Buffer.from(before.state).toString()) as State,
      };
      const { files, problems, state } = publish({ base, asOf, definitions, publisher, councils, before: former });
      return { files, problems, state: Buffer.from(JSON.stringify(state)) };
    } finally {
      base.close();
    }
  };
}

const told = ([first]: Problem[]): string => `${first?.source} ${first?.text}`;
