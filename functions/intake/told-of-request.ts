import type { CloudEvent } from '../../contracts/envelope.ts';
import type { Meaning } from '../shared/open311/settings.ts';
import { type ContractOf, checkEvent, type DoorEvent, type EventError } from './keyed-event.ts';
import { takeEvent } from './take-event.ts';

const RECEIVED = 'council.requests.request-received.v1';
const STAGE = 'council.requests.stage-changed.v1';
const CLOSED = 'council.requests.request-closed.v1';

const STAGES: readonly Meaning[] = ['assessed', 'booked', 'in-progress'];

/** One fact of a request, as a source would send it to the door of events. */
export type ToldOfRequest = { id: string; type: string; time: string; data: Readonly<Record<string, unknown>> };

/** Somebody reported something: once, whatever is told of it later. */
export const requestReceived = (received_at: string, data: { request_ref: string }): ToldOfRequest => ({
  ...{ id: data.request_ref, type: RECEIVED, time: received_at },
  data: { ...data, received_at },
});

type Update = { update_id: string; request_ref: string; at: string };

/** What a system says became of a request, by what its status code means here; null where that is nothing that changes it. */
export function requestUpdated({ update_id, request_ref, at }: Update, meaning: Meaning): ToldOfRequest | null {
  if (meaning === 'nothing') return null;
  const common = { id: `update ${update_id}`, time: at };
  return STAGES.includes(meaning)
    ? { ...common, type: STAGE, data: { request_ref, stage: meaning, changed_at: at } }
    : { ...common, type: CLOSED, data: { request_ref, outcome: meaning, closed_at: at } };
}

type Deps = Parameters<typeof takeEvent>[0] & { contractOf: ContractOf };

/** `other`: its id was used before, for another fact. */
export type TakenOfRequest = { fact: CloudEvent } | { errors: EventError[] } | 'other';

/** Takes a fact of a request as the door of events does. What comes back is the caller's to put on the bus, each time. */
export async function takeOfRequest(deps: Deps, source: string, told: ToldOfRequest): Promise<TakenOfRequest> {
  const checked = checkToldOfRequest(deps, source, told);
  if ('errors' in checked) return checked;
  const { known, fact } = await takeEvent(deps, source, checked.event);
  return known === 'different' ? 'other' : { fact };
}

function checkToldOfRequest(
  { contractOf, now }: Pick<Deps, 'contractOf' | 'now'>,
  source: string,
  told: ToldOfRequest,
): { event: DoorEvent } | { errors: EventError[] } {
  const types = [RECEIVED, STAGE, CLOSED];
  return checkEvent({ specversion: '1.0', source, ...told }, { types, contractOf, now: now() });
}
