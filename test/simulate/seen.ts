import type { CloudEvent } from '../../contracts/envelope.ts';
import type { Brake } from '../../functions/notices/notice/brake.ts';
import type { SendMessage } from '../../functions/notices/notice/notice.ts';
import type { DecisionStore, NoticeStore } from '../../functions/notices/store/ports.ts';
import type { Key } from '../../functions/shared/ids.ts';
import type { Limited } from './limits.ts';
import type { Stopped } from './operator.ts';
import type { Stops, World } from './world.ts';

/** A fact that stops notices, and when the register had it; `ended_at` when it had the fact that takes it back. */
export type Stopper = { what: string; stored_at: number; ended_at?: number; stops: Stops };

/** What there is to see when a schedule is over. */
export type Seen = Limited & {
  tooEarly: SendMessage[];
  unheeded: string[];
  templateStops: { template: string; from: number; until: number }[];
  events: CloudEvent[];
  stoppers: Stopper[];
  stops: Stopped[];
  /** The notice that has the number that people share. */
  sharedBy: Key | null;
  world: World;
  store: NoticeStore & DecisionStore;
  /** What the brake says of each run, at the end. */
  brakes: ReadonlyMap<string, Brake>;
  unfinished: number;
  failed: number;
  handedOn: unknown[];
  story: string[];
  end: number;
};
