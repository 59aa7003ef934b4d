/** What a family needs beside what the register knows. */
export type Context = {
  /** Milliseconds since 1970. */
  now: number;
  /** The date of `now` in London. */
  today: string;
  settings: {
    small_balance_pence: number;
    /** Notice types that the council does not use. */
    switched_off: readonly string[];
  };
};
