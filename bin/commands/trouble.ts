/** Not found, or it failed: the message says what, and what to do. Ends with 1. */
export class Failed extends Error {}

/** The command line was wrong. Ends with 2. */
export class WrongUsage extends Error {}
