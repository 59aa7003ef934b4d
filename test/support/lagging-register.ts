import type { ReadRegister, WriteRegister } from '../../functions/register/register.ts';
import type { Now } from '../../functions/shared/clock.ts';
import { inMemoryRegister } from './register.ts';

/**
 * A register, and what eventually consistent reads of it see: everything that is written comes there a while later.
 * @param later when a write is seen there: calls back then
 */
export function laggingRegister(now: Now, later: (what: () => void) => void) {
  const register = inMemoryRegister(now);
  const behind = inMemoryRegister(now);
  const written: ReadRegister & WriteRegister = {
    ...register,
    debt: (async (asked: never) => {
      const answer = await register.debt(asked);
      if (typeof asked !== 'string') later(() => void behind.debt(asked));
      return answer;
    }) as never,
    newestExtract: async (extract) => {
      later(() => void behind.newestExtract(extract));
      return register.newestExtract(extract);
    },
    fact: async (fact) => {
      later(() => void behind.fact(fact));
      return register.fact(fact);
    },
  };
  /** The debt as it is, with facts about its people that lag. */
  const glanceAt: ReadRegister['debt'] = async (id) => {
    const [view, old] = [await register.debt(id), await behind.debt(id)];
    return view && old && old.debt.extract_id === view.debt.extract_id ? { ...old, debt: view.debt } : view;
  };
  return { register: written, behind, glanceAt };
}
