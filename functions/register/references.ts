import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expiry } from '../../contracts/retention.ts';
import type { Now } from '../shared/clock.ts';
import { batchPut } from './batch-put.ts';
import type { References, WriteRegister } from './register.ts';
import { type Place, referencesPlace } from './table.ts';

/** The references of an event never change: it is told again with the same ones. */
export function writeReferencesTo(
  client: DynamoDBDocumentClient,
  tableName: string,
  now: Now,
): WriteRegister['keepReferences'] {
  const put = batchPut<Place & { refs: References; expires_at: number }>(client, tableName);
  return async (event, refs) => {
    if (Object.keys(refs).length === 0) return;
    await put({ ...referencesPlace(event), refs, ...expiry('references of an event', now()) });
  };
}
