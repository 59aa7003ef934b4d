import type * as z from 'zod';
import { busEvent } from '../../../contracts/bus-event.ts';
import type { CloudEvent } from '../../../contracts/envelope.ts';
import { contract as imported } from '../../../contracts/events/intake/file-imported.v1.ts';
import { contract as refused } from '../../../contracts/events/intake/file-refused.v1.ts';
import type { MakeKey } from '../../shared/ids.ts';
import type { ObjectVersion } from '../ports.ts';

/** Which file, by the version of its object, and when it was taken or refused. */
type Of = { object: ObjectVersion; file: string; at: number };
type By = { key: MakeKey; council: string };
/** What a layout says of a file beside its name and the instant. */
export type Imported = Omit<z.infer<typeof imported.data>, 'file' | 'imported_at'>;
export type Refused = Omit<z.infer<typeof refused.data>, 'file' | 'refused_at'>;

const iso = (at: number): string => new Date(at).toISOString();

const common = ({ council }: By, at: number) => ({
  capability: 'intake',
  council,
  time: at,
  sequence: String(at),
});

/** What became of a file, in counts and reason codes. Its id is derived from the version of the object. */
export const fileImported = (by: By, { object, file, at }: Of, data: Imported): CloudEvent =>
  busEvent(imported, {
    id: by.key('event', 'file-imported', file),
    ...common(by, at),
    data: { ...data, file: object.key, imported_at: iso(at) },
  });

export const fileRefused = (by: By, { object, file, at }: Of, data: Refused): CloudEvent =>
  busEvent(refused, {
    id: by.key('event', 'file-refused', file),
    ...common(by, at),
    data: { ...data, file: object.key, refused_at: iso(at) },
  });
