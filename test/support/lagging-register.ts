import type { ReadRegister, WriteRegister } from '../../functions/register/register.ts';
import type { Now } from '../../functions/shared/clock.ts';
import { inMemoryRegister, withDebts } from './register.ts';

/**
 * A register, and what eventually consistent reads of it see: everything that is written comes there a while later.
 * @param later when a write is seen there: calls back then
 */
export function laggingRegister(now: Now, later: (what: () => void) => void) {
  const register = inMemoryRegister(now);
  const behind = inMemoryRegister(now);
  const written: ReadRegister & WriteRegister = {
    ...register,
    keep: async (matter) => {
      const answer = await register.keep(matter);
      later(() => void behind.keep(matter));
      return answer;
    },
    newestExtract: async (extract) => {
      later(() => void behind.newestExtract(extract));
      return register.newestExtract(extract);
    },
    fact: async (fact) => {
      later(() => void behind.fact(fact));
      return register.fact(fact);
    },
  };
  /** The matter as it is, with what events told of it, which stands with it; facts about its people and its account lag. */
  const glanceAt: ReadRegister['matter'] = async (name) => {
    const [view, old] = [await register.matter(name), await behind.matter(name)];
    if (!view || !old || old.matter.run !== view.matter.run) return view;
    const { events, words } = view.told;
    return { ...old, matter: view.matter, told: { ...old.told, events, words } };
  };
  return { register: withDebts(written), behind, glanceAt };
}
