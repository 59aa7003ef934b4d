import { londonDate } from '../../shared/calendar/london.ts';
import type { MakeKey } from '../../shared/ids.ts';
import type { Settings } from './settings.ts';

/** What the rules need beside what the register knows. */
export type Context = {
  /** Milliseconds since 1970. */
  now: number;
  /** The date of `now` in London. */
  today: string;
  settings: Pick<Settings, 'small_balance_pence'>;
  key: MakeKey;
};

/** The context of one instant. */
export const contextAt = (now: number, rest: Pick<Context, 'settings' | 'key'>): Context => ({
  now,
  today: londonDate(now),
  settings: rest.settings,
  key: rest.key,
});
