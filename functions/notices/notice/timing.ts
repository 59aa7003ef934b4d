// What binds the parts of sending together. All in milliseconds.

/**
 * After a post that may have left, Notify's answer "not found" means something only after this long: it cuts requests at
 * 30 s.
 */
export const ASK_AFTER_MS = 35_000;

/**
 * A worker that gets a message later than this after its slot gives the notice back, so that a stall never turns into a
 * burst.
 */
export const SLOT_TOLERANCE_MS = 5_000;

/** When a notice that had a slot is made sure of. If no sender has claimed it by then, its message counts as lost. */
export const RELEASE_SLACK_MS = 30_000;

/** Notify deletes a message after seven to eight days; what it has not told by then stays unknown. */
export const FORGOTTEN_MS = 9 * 24 * 3_600_000;

/** After this long without an answer a post's socket is destroyed. */
export const POST_TIMEOUT_MS = 12_000;

/** What a worker keeps in hand for writing down what came of a post. */
export const MARGIN_MS = 5_000;

/** How far ahead slots are given out: little, so that not much comes late when sending turns slow. */
export const HORIZON_MS = 5_000;

/** How far ahead of the newest slot that workers have taken up. */
export const AHEAD_MS = 7_000;

/** The first slot of a round: time for the messages to reach the queue. */
export const LEAD_MS = 1_000;

/** What was put off by a limit of Notify's, or by a fault, is looked at again after this long. */
export const LATER_MS = 60_000;

/** What a template's stop holds back is looked at again after this long: no notice circles while it stands. */
export const TEMPLATE_LATER_MS = 15 * 60_000;

/**
 * An address is taken at planning for a week from when the notice is due, and for so much longer: what goes out on time
 * has its week (S15) without another write.
 */
export const ON_TIME_MS = 15 * 60_000;
