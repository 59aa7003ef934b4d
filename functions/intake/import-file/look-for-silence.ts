import { done, type Outcome } from '../../shared/outcome.ts';
import type { FileLayout } from '../ports.ts';
import type { Deps } from './deps.ts';

/** The words that alarms are set on, by the layout that stays away. */
const CRIES: Record<FileLayout, (alarm: Deps['alarm'], details: { days: number }) => void> = {
  'recovery-extract': (alarm, details) => alarm('silence-recovery-extract', details),
  'contacts-counted': (alarm, details) => alarm('silence-contacts-counted', details),
};

const DAY_MS = 24 * 3_600_000;

/** Says of which layout nothing was imported for so many days. What never came is not missed yet. */
export async function lookForSilence(
  { table, alarm, now }: Pick<Deps, 'table' | 'alarm' | 'now'>,
  { after_days }: { after_days: number },
): Promise<Outcome> {
  for (const layout of Object.keys(CRIES) as FileLayout[]) {
    const last = await table.lastImport(layout);
    if (last === null || now() - last < after_days * DAY_MS) continue;
    CRIES[layout](alarm, { days: Math.floor((now() - last) / DAY_MS) });
  }
  return done;
}
