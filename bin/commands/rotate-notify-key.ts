import type { Values } from '../../infra/operate/secrets.ts';
import { ofType, type StackNow } from '../../infra/operate/stack-now.ts';
import { templatesInNotify } from './notify-templates.ts';
import { Failed, WrongUsage } from './trouble.ts';

/** A key is `<its name>-<service id>-<secret>`, the last two UUIDs of 36 characters. */
const serviceOf = (key: string): string => key.slice(-73, -37);

/**
 * The key that an officer was given by GOV.UK Notify, which alone makes them. It is tried before it counts.
 * @throws WrongUsage or Failed, without the key
 */
export async function givenNotifyKey(stack: StackNow, [current]: Values): Promise<string> {
  const key = process.env['NOTIFY_API_KEY'];
  if (!key)
    throw new WrongUsage(
      'GOV.UK Notify makes its keys: make one there, of the same type, and give it as NOTIFY_API_KEY.',
    );
  if (key === current) throw new Failed('That is the key that Crier has. Make another in GOV.UK Notify.');
  if (current !== undefined && serviceOf(current) !== serviceOf(key))
    throw new Failed(
      'That key is of another service of GOV.UK Notify: its messages could not be seen. Nothing was changed.',
    );
  await templatesInNotify({ url: notifyOf(stack), key });
  return key;
}

/** The Notify that the stack's functions use. */
export function notifyOf(stack: StackNow): string | undefined {
  for (const { properties } of ofType(stack, 'AWS::Lambda::Function')) {
    const { Variables = {} } = (properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
    if (typeof Variables['NOTIFY_URL'] === 'string') return Variables['NOTIFY_URL'];
  }
  return undefined;
}
