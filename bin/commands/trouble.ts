/** Not found, or it failed: the message says what, and what to do. Ends with 1. */
export class Failed extends Error {}

/** What was asked for is not there. */
export class NotFound extends Failed {}

/** The command line was wrong. Ends with 2. */
export class WrongUsage extends Error {}
