import type { Key } from '../../shared/ids.ts';
import type { Brake } from '../notice/brake.ts';
import type { Agenda, AgendaPage, Channel, Entry, MatterDecision, Notice, Reply, Run } from '../notice/notice.ts';

/** A notice in one of its versions: the one in which it takes or gives back an address. */
export type NoticeVersion = Pick<Notice, 'id' | 'version'>;

/** A notice whose text asked for an answer, and when it went. */
export type Question = { notice: Key; at: number };

/** A run that the releaser has to see to, and how often it was entered: whoever takes it off says which time it saw. */
export type OpenRun = { run: string; opened: number };

/** The notices table as a port. Reads are consistent but where it says otherwise. */
export type NoticeStore = {
  get(id: Key): Promise<Notice | null>;
  /**
   * May miss what was written within the last second or so, and costs half. It does where what follows is written on condition of the
   * version that was read, or where what it says cannot change any more; all else is made sure of by `get`.
   */
  glance(id: Key): Promise<Notice | null>;
  /**
   * Writes the whole notice on condition that its stored version is `notice.version - 1` (0: that there is none).
   * `false` means another writer was first: read again and decide anew.
   */
  put(notice: Notice): Promise<boolean>;
  /** Writes what was noted on a notice (`crossed`, `history`, `version`) and nothing else. Same condition as `put`. */
  annotate(notice: Notice): Promise<boolean>;

  /**
   * Enters notices on an agenda. Entries of about the same instant are kept together, so a look may come two seconds
   * late. May be repeated.
   */
  enter(agenda: Agenda, entries: Entry[]): Promise<void>;
  /** Pages of an agenda that are due at `until`, oldest first, until there are so many entries on them. */
  due(list: Agenda['list'], until: number, entries: number): Promise<AgendaPage[]>;
  /** Takes a page off its agenda, once every notice on it that is to be looked at again is entered anew. */
  strike(page: AgendaPage): Promise<void>;
  /** Every notice about a matter, also those that it no longer asks for. */
  ofMatter(matter: Key): Promise<Notice[]>;

  /**
   * One recovery notice per address and week (S15). Takes the address for a notice until an instant; `true` if it has it,
   * also if it had it before. Never shortens what the same notice holds.
   */
  takeAddress(address: Key, taker: NoticeVersion, until: number, now: number): Promise<boolean>;
  /**
   * Gives it back, if this notice has it and took it in this version or before: one that was stopped and has been planned
   * again since keeps what it took for that. `true` if it was this call that gave it back.
   */
  giveBackAddress(address: Key, giver: NoticeVersion): Promise<boolean>;
  /** The notice that has the address at this instant, if any. */
  addressHolder(address: Key, now: number): Promise<Key | null>;
  /** The notice that had the address last, whether or not it still has it; null if it was given back. */
  lastHolder(address: Key): Promise<Key | null>;
  /** Puts on record that a text to this address asked for an answer; an earlier one does not take the place of a later. */
  noteQuestion(address: Key, question: Question): Promise<void>;
  /** The last text to an address that asked for an answer, if any. */
  questionTo(address: Key): Promise<Question | null>;
  /** Puts on record that a text without the whole address to itself waits to go to it when it is due. May be repeated. */
  waitAt(address: Key, waiting: Pick<Notice, 'id' | 'due_at'>): Promise<void>;
  /** Every notice that was put on record as waiting to go to an address; some may no longer. */
  waitingAt(address: Key): Promise<Key[]>;
  /** Puts on record that one notice is blocked because another has its address (S15). May be repeated. */
  waitFor(holder: Key, waiting: Key, at: number): Promise<void>;
  /** Every notice that was ever put on record as waiting for this one; some may no longer. */
  waitingFor(holder: Key): Promise<Key[]>;

  /** What the brake says of a run; null if it has not been weighed. */
  brake(run: string): Promise<Brake | null>;
  /** On condition that the stored version is `brake.version - 1`; `false` if another function was first. */
  putBrake(brake: Brake): Promise<boolean>;
  /** Enters a run as one that is to be weighed, or has notices that wait for its brake. May be repeated. */
  openRun(run: string): Promise<void>;
  openRuns(): Promise<OpenRun[]>;
  /** Takes a run off, unless it was entered again since it was read. */
  closeRun(open: OpenRun): Promise<boolean>;

  /** Every notice, a page at a time (a scan: for ledgers and reports). May miss what was written within the last second. */
  all(after?: string): Promise<{ items: Notice[]; next: string | null }>;

  control: ControlStore;
};

/** The decisions table as a port: each run, and what it decided about each matter. */
export type DecisionStore = {
  /** May miss what was written within the last second or so. */
  decision(run: string, matter: Key): Promise<MatterDecision | null>;
  putDecision(decision: MatterDecision): Promise<void>;
  /** Decisions of one run, a page at a time, in no order that means anything. */
  decisions(run: string, after?: string, limit?: number): Promise<{ items: MatterDecision[]; next: string | null }>;
  putRun(run: Run): Promise<void>;
  /** One that is there stays as it is. */
  noteRun(run: Run): Promise<void>;
  run(name: string): Promise<Run | null>;
  runs(): Promise<Run[]>;
  /** One that is kept already stays as it is. */
  keepReply(reply: Reply): Promise<void>;
  /** Answers to texts, newest first, a page at a time. */
  replies(after?: string): Promise<{ items: Reply[]; next: string | null }>;
};

/**
 * A switch that stops sending: an officer's, the one of a fault of our set-up and that of a copy that was put back stop everything, the
 * last kind one template. Each is on or off by itself.
 */
export type SwitchName =
  | { kind: 'officer' | 'set-up' | 'copy'; template?: undefined }
  | { kind: 'template'; template: string };

/** A switch that is on: who or what turned it, when (null: nobody was there to see it), and why. */
export type Stop = SwitchName & { by: string; at: number | null; reason: string };

/** Notices of one template, one right after the other, that Notify refused in the same words, which we do not know. */
export type Unknown = { error: string; notices: Key[] };

/** Posts one after the other that Notify did not answer, or not so that anything is known of them: the first and the last, by instant. */
export type Down = { since: number; last_at: number };

/** An older state that was put back: as of when, and who said so, when and why. */
export type Restored = { since: number; at: number; by: string; reason: string };

/**
 * Whether anything may be sent, of which template nothing may, whether anything comes through (`down` is null if so), and the older
 * state that was put back last, if any was.
 */
export type Switches = {
  stops: Stop[];
  unknown: ReadonlyMap<string, Unknown>;
  down: Down | null;
  restored: Restored | null;
};

/** The releaser's pace: a share of the posts a second, and the instant of the next free slot. */
export type Pace = {
  /** What Notify's limits allow. */
  per_second: number;
  next_slot_at: number;
  halved_at: number;
  raised_at: number;
  /** What workers keep up with; the lower of the two is the pace. */
  following: Following;
};

/** What is released follows what is taken up. */
export type Following = {
  per_second: number;
  /** The first slot given at this pace: a message that comes late for an older one says nothing of it. */
  since: number;
  last_slot_at: number;
  /** When workers were last seen not to keep up; 0 if they have kept up since sending began. */
  slowed_at: number;
  /** How many messages had been taken up, at some instants of the last seconds. */
  marks: { at: number; taken: number }[];
};

/** What workers wrote down on a UTC day. */
export type Day = {
  /** Posts by channel, which Notify limits. */
  posted: Record<Channel, number>;
  /** Messages that were taken up in time for their slots. */
  taken: number;
  /** The newest slot of which a message was taken up, and when. */
  upto: number;
  upto_at: number;
  /** The newest slot for which a message came too late; 0 if none did. */
  late: number;
};

/** A message that a worker took up: posted by a channel, or not. */
export type TakenUp = { slot_at: number; at: number; late: boolean; channel: Channel | null };

/** What an operator has yet to put in. */
export type NotSetUp = 'notify-api-key';

/** Single items that steer sending. */
export type ControlStore = {
  /** Read consistently. */
  switches(): Promise<Switches>;
  /**
   * Turns one switch on and leaves the others. An officer's newest word counts; what stopped by itself keeps since when.
   */
  stop(stop: Stop): Promise<void>;
  /** Turns one switch off and leaves the others. May be repeated. */
  lift(name: SwitchName): Promise<void>;
  /** Lifts the stop of a copy, and has each notice asked for at Notify from now on before it is posted. The newest word counts. */
  restore(restored: Restored): Promise<void>;
  /**
   * One more notice of a template that was refused in words we do not know. May be repeated. Returns the row that it
   * ends.
   */
  noteUnknown(template: string, refused: { error: string; notice: Key }): Promise<Unknown>;
  /** Another notice of the template was understood: the row ends, if it still is as it was read. */
  endUnknown(template: string, read: Unknown): Promise<void>;
  /** One more post without an answer. */
  noteDown(down: Down): Promise<void>;
  /** A post was answered. May be repeated. */
  endDown(): Promise<void>;
  /**
   * Takes the releaser's lease; `false` if another has it, which is then asked to look once more before it ends.
   */
  takeLease(owner: string, until: number, now: number): Promise<boolean>;
  /** Keeps it for longer; `false` if another has it now. */
  keepLease(owner: string, until: number): Promise<boolean>;
  /** Gives it back; `false` if another releaser asked meanwhile: the owner still has it, and is to look once more. */
  giveBackLease(owner: string): Promise<boolean>;
  /** What is not set up yet, as the workers that need it found it. */
  notSetUp(): Promise<NotSetUp[]>;
  setNotSetUp(what: NotSetUp[]): Promise<void>;
  pace(): Promise<Pace | null>;
  /** Sets it if it still is as it was read (null if there was none); `false` if another function set it since. */
  setPace(pace: Pace, read: Pace | null): Promise<boolean>;
  /** Writes down that a message was taken up; returns how many were posted on its channel on this UTC day before it. */
  takeUp(message: TakenUp): Promise<number>;
  day(utcDate: string): Promise<Day>;
};
