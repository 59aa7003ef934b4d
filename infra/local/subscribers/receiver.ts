import type { RequestListener } from 'node:http';
import { Webhook } from 'standardwebhooks';

// A system that is kept in step by webhook, as small as it can be: it checks who signed, takes each fact once, and never puts
// an older one in place of a newer one.

/** What Crier tells, as far as this system looks. */
export type Told = {
  id: string;
  type: string;
  subject: string;
  sequence: string;
  data: { channel?: string; contact?: Record<string, unknown> } & Record<string, unknown>;
};

/** What this system has of one resident. */
export type Copy = { ref: string; sequence: string; contact: Record<string, unknown> };

const LARGEST = 1_000_000;

/** Whether one of the secrets has signed these bytes within five minutes: two are in use while one replaces the other. */
function isSigned(secrets: readonly string[], body: string, headers: Record<string, string>): boolean {
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  });
}

/** Takes what is told into `copies`. An answer of 2xx says that it is kept, and that it need not come again. */
export function receiver(secrets: readonly string[], copies: Map<string, Copy>): RequestListener {
  const taken = new Set<string>();
  const take = ({ id, subject, sequence, data }: Told): void => {
    if (taken.has(id)) return;
    taken.add(id);
    const before = copies.get(subject);
    // Contact data are as they stand at this moment, so any later delivery has them at least as new.
    const contact = data.contact ?? before?.contact ?? {};
    const isNewer = !before || BigInt(sequence) >= BigInt(before.sequence);
    copies.set(subject, { ref: subject, sequence: isNewer ? sequence : before.sequence, contact });
  };
  return (request, response) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > LARGEST) request.destroy();
      parts.push(part);
    });
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      if (!isSigned(secrets, body, request.headers as Record<string, string>)) {
        response.writeHead(401).end();
        return;
      }
      take(JSON.parse(body) as Told);
      response.writeHead(204).end();
    });
  };
}
