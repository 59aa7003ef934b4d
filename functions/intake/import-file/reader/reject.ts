/** A row of the reject report. The column is null when the row has too many or too few fields. */
export type Reject = { line: number; column: string | null; reason: string; raw: string; says?: string | null };

/** What is wrong with a row; `says` where the reason alone does not tell what should be there. */
export type Fault = Pick<Reject, 'column' | 'reason' | 'says'>;
