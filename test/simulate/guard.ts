/** One guard that keeps the promises of sending, with what takes it out of the source. Used by run-without.ts. */
export type Guard = {
  name: string;
  edits: readonly { file: string; with: string; without: string }[];
  /** Where to look first, if it takes a rare schedule to miss it. A change of the cores makes other schedules: look anew. */
  from?: number;
  /** Missed in one of ten thousand schedules or fewer, unless workers freeze at this point. */
  freezeAt?: string;
  /** Missed by schedules of events. */
  families?: true;
};

type Words = { with: string; without: string; from?: number };

export const guard = (name: string, file: string, { from, ...words }: Words): Guard => ({
  name,
  edits: [{ file, ...words }],
  ...(from === undefined ? {} : { from }),
});
