import { londonDate } from '../../shared/calendar/london.ts';
import type { Catalogue } from '../families/catalogue.ts';
import type { Context } from '../families/context.ts';

/** What the rules need: what a family does, and which families and types there are. */
export type RuleContext = Context & { catalogue: Catalogue };

/** The context of one instant. */
export const contextAt = (
  now: number,
  { settings, catalogue }: Pick<RuleContext, 'settings' | 'catalogue'>,
): RuleContext => ({ now, today: londonDate(now), settings, catalogue });
