import { addDays } from './london.ts';
import { isOpenOn, windows } from './windows.ts';

/**
 * The day to pay or call by, as a text or an email says it: the last one up to the legal day on which somebody answers the phone
 * all day. A later one would promise what the law does not give. Nobody is hurried for it: if there is none after the day on
 * which it is said, it is the legal day itself.
 * @param legal the last day that the law, or the notice itself, gives: a London day
 * @param said the London day on which it is sent
 */
export function dayToActBy(legal: string, said: string): string {
  for (let day = legal; day > said; day = addDays(day, -1)) if (isOpenOn(windows.phone, day)) return day;
  return legal;
}
