import { londonDate } from '../../shared/calendar/london.ts';
import type { Catalogue } from '../families/catalogue.ts';
import type { Context } from '../families/context.ts';
import type { LegalDays } from './legal-days.ts';

/** What the rules need: what a family does, and which families and types there are. */
export type RuleContext = Context & { catalogue: Catalogue; settings: { legal_days: LegalDays } };

/** The context of one instant. */
export const contextAt = (
  now: number,
  { settings, catalogue }: Pick<RuleContext, 'settings' | 'catalogue'>,
): RuleContext => ({ now, today: londonDate(now), settings, catalogue });
