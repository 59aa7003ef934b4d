/** Takes one case of a suite: vitest's `test`, or a list for whoever wants to see the cases fail. */
export type AddCase = (name: string, run: () => Promise<void>) => void;
