/** When the troubled day begins: a Wednesday, the day after the sample day. */
export const DAY_AFTER = '2026-09-30T10:00:00+01:00';
