/** `paused`: it waits, and the subscriber's circuit is open. */
export const DELIVERY_STATES = ['delivered', 'waiting', 'paused', 'superseded', 'dead'] as const;

/** One fact for one subscriber, as officers see it. */
export type DeliveryView = {
  subscriber: string;
  event_id: string;
  type: string;
  /** What the subscriber was last told it is called; null where nothing here knows a name for it. */
  subject: string | null;
  sequence: string;
  state: (typeof DELIVERY_STATES)[number];
  /** Tries begun. */
  attempts: number;
  reason: string | null;
  /** What the last try came to, more closely than the reason says. */
  detail: string | null;
  /** When the last try began; null before the first one. */
  tried_at: string | null;
  /** When the next try is due, where it waits for one. What goes by file waits for the next file, and for no try. */
  due_at: string | null;
};

const triedAt = ({ tried_at }: DeliveryView): number => (tried_at === null ? Number.MAX_VALUE : Date.parse(tried_at));

/** What is yet to be tried, then the newest try first: the officers' API has them by whom they are about. */
export const newestFirst = (deliveries: readonly DeliveryView[]): DeliveryView[] =>
  deliveries.toSorted((a, b) => triedAt(b) - triedAt(a));
