import type { Channel } from '../channels.ts';
import type { Code } from '../codes.ts';
import type { Reason } from '../reasons.ts';
import type { DecisionView } from './runs.ts';
import type { Served } from './served.ts';
import type { Status } from './sums.ts';
import type { State, Variant } from './words.ts';

/** What officers see of a notice. No names, numbers or addresses: an officer who needs them has them in the back office. */
export type NoticeView = {
  id: string;
  notice_type: string;
  title: string;
  /** Null where it is not known any more. */
  person_ref: string | null;
  bill_year: string | null;
  occasion: string;
  /** The last London day on which it may go; null: it is never too late. */
  last_day: string | null;
  /** Null of any but a statutory document. */
  served: Served | null;
  run: string;
  state: State;
  status: Status;
  words: string;
  why: string;
  channel: Channel;
  variant: Variant;
  due_at: string;
  codes: Code[];
  reason: Reason | null;
  attempts: AttemptView[];
  crossed: CrossedView[];
  history: StepView[];
};

type AttemptView = {
  channel: Channel;
  reference: string;
  notify_id: string | null;
  posted_at: string | null;
  outcome: 'accepted' | 'refused' | 'delivered' | 'failed' | null;
  detail: string | null;
};

/** A fact that came too late to stop it. */
type CrossedView = { code: Code; fact_at: string; claimed_at: string; words: string };

type StepView = {
  at: string;
  state: State;
  by: string;
  codes: Code[];
  reason: Reason | null;
  /** What GOV.UK Notify itself called it. */
  detail: string | null;
  /** What an officer wrote for their colleagues. */
  note: string | null;
  times: number;
  words: string;
};

/** `GET /officers/notices/{id}`: the life of one notice, from the row of a file to the last receipt. */
export type LifeView = NoticeView & {
  /** Null where no row is kept any more. */
  account_ref: string | null;
  /** What it is about: `debt`, of which `account_ref` is the account; `claim`, `request`, `booking`. */
  kind: string;
  /** How often Notify was asked about its present message after it was accepted. */
  asked: number;
  /** What each file's row led to for this notice, newest first, with the file and the line in it. */
  decisions: (DecisionView & { file: string | null })[];
};

/** `GET /officers/set-aside`, page by page. An officer lets one go on, or ends it, with `reasonGiven`. */
export type SetAsideView = {
  notice_id: string;
  account_ref: string | null;
  person_ref: string | null;
  title: string;
  channel: Channel;
  since: string;
  words: string;
};
