import type { Target } from '../../shared/calendar/service-hours.ts';

/** What wordings say of a council, as its settings have it. */
export type CouncilWords = {
  council_name: string;
  phone: string;
  website: string;
  opening_hours: { opens: string; shuts: string };
  reply_sender_id: string | null;
  services: Readonly<Record<string, string>>;
  targets: Readonly<Record<string, Target>>;
  responsible: Readonly<Record<string, string>>;
};

/** `08:30` as "8:30am", `17:00` as "5pm". */
function timeInWords(time: string): string {
  const [hour, minute] = time.split(':') as [string, string];
  const shown = `${Number(hour) % 12 || 12}${minute === '00' ? '' : `:${minute}`}`;
  return `${shown}${Number(hour) < 12 ? 'am' : 'pm'}`;
}

/** "Monday to Friday, 8:30am to 5pm, but not on bank holidays". */
export const hoursInWords = ({ opens, shuts }: CouncilWords['opening_hours']): string =>
  `Monday to Friday, ${timeInWords(opens)} to ${timeInWords(shuts)}, but not on bank holidays`;
