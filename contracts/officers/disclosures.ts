import type { ContactField } from '../subscriber.ts';

/** What of a person one system was told by one fact. No value is kept of it anywhere. */
export type DisclosureView = {
  subscriber: string;
  /** What the person was called there. */
  called: string | null;
  /** The fact's type, and its id: the `webhook-id` that the system has. */
  type: string;
  event_id: string;
  /** Of whom it was is who was asked for. */
  fields: ContactField[];
  /** When each try began, the first one first: it may have arrived each time. */
  told_at: string[];
};

export type DisclosuresView = { person: string; disclosures: DisclosureView[] };
