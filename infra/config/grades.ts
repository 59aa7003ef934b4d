/** How soon somebody must look at an alarm. */
export type Grade = 'wake' | 'today' | 'note';

/** What each grade asks of whoever reads it. */
export const GRADES = {
  wake: 'look now, at night too',
  today: 'look today',
  note: 'take note',
} as const satisfies Record<Grade, string>;

/** Who is told of the alarms of each grade. */
export type Emails = Readonly<Record<Grade, readonly string[]>>;
