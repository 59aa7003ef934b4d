export type FileOutcome = 'taken' | 'refused' | 'already-imported' | 'held';

/** What a file's sender reads beside the file: `<file>.receipt.json`. */
export type Receipt = {
  file: string;
  extract_id: string | null;
  outcome: FileOutcome;
  /** `line` is the physical line where the fault is, if it is in one place. */
  reasons: { code: string; text: string; line?: number }[];
  rows: number;
  taken: number;
  rejected: number;
  /** Rows that were taken and whose notice waits until their sender puts something right; the first of their lines. */
  waiting: Waiting[];
  /** What we counted, and what the trailer says. */
  control: Control;
  /** When the file was taken up, ISO 8601. */
  imported_at: string;
} & OfSnapshot;

/** Of a snapshot: what became of records, and whether it waits for an officer. */
export type OfSnapshot = { changes?: Readonly<Record<'added' | 'changed' | 'gone' | 'same', number>>; held?: boolean };

export type Waiting = { code: string; text: string; rows: number; lines: number[] };
export type Control = Readonly<Record<string, number | string | null>>;

/** An address that takes or gives one object for a while, with the headers that must come with the call. */
export type Address = {
  method: 'GET' | 'PUT';
  url: string;
  headers: Readonly<Record<string, string>>;
  /** ISO 8601. */
  expires_at: string;
};

/**
 * The largest file that goes in the body of one call. Lambda takes 6 MB of a synchronous call (AWS Lambda quotas), and the HTTP API
 * hands bytes on in base64, a third longer, with the request's other parts.
 */
export const LARGEST_BODY_BYTES = 4_000_000;
