/** A row of the reject report. The column is null when the row has too many or too few fields. */
export type Reject = { line: number; column: string | null; reason: string; raw: string };

/** What is wrong with a row. */
export type Fault = Pick<Reject, 'column' | 'reason'>;
