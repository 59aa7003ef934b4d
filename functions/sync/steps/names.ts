import type { CloudEvent } from '../../../contracts/envelope.ts';
import type { ContactField, Subscriber } from '../../../contracts/subscriber.ts';

export type InNames = {
  subject: string;
  data: Readonly<Record<string, unknown>>;
  contact?: Partial<Record<ContactField, unknown>>;
  disclosed: ContactField[];
};
export type NameForSubscriber = (
  event: CloudEvent,
  subscriber: Pick<Subscriber, 'name' | 'fields'>,
) => Promise<InNames | null>;
