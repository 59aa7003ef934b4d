/** How far each back office was followed, and which of its updates are done with. */
export type Followed = {
  /** Up to which instant all that it said is done; null before the first. */
  until: (backOffice: string) => Promise<number | null>;
  /** Never goes back. */
  followedTo: (backOffice: string, until: number) => Promise<void>;
  isDone: (backOffice: string, update: string) => Promise<boolean>;
  done: (backOffice: string, update: string, at: number) => Promise<void>;
};
