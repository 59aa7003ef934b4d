/** Something a reader of the figures should know: what was left out, and why. */
export type Flag = { source: string; code: string; text: string };
