import { contractOf } from '../../../contracts/catalogue.ts';
import type { CloudEvent } from '../../../contracts/envelope.ts';
import type { InNames } from '../../register/for-subscriber.ts';
import type { Fact, Told } from '../rules/subject.ts';

/** The fact as it was on the bus. */
export function onBus({ id, source, type, time, subject, origin, data }: Told, council: string): CloudEvent {
  const dataclassification = contractOf(type)?.classification ?? 'personal';
  const known = { specversion: '1.0', datacontenttype: 'application/json', council, dataclassification } as const;
  return { ...known, id, source, type, time, subject, origin, data };
}

/** What is posted, byte for byte: one CloudEvent in names that the subscriber can read (sync, section 2). */
export function bodyOf({ event, sequence }: Fact, { subject, data, contact }: InNames, council: string): string {
  const { specversion, id, source, type, time, datacontenttype, dataclassification, origin } = onBus(event, council);
  return JSON.stringify({
    ...{ specversion, id, source, type, time, subject, sequence, datacontenttype, council, dataclassification, origin },
    data: contact ? { ...data, contact } : data,
  });
}
