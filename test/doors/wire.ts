// HTTP as programs speak it, and as they should not.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

export type Reply = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

export type Asked = { method?: string; path: string; headers?: Record<string, string>; body?: Uint8Array | string };

/** One request over a connection that is kept. */
export function ask(url: string, asked: Asked): Promise<Reply> {
  const { method = 'GET', path, headers = {}, body } = asked;
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    // Without a length the body of a GET would be read as the next request.
    const length: Record<string, string> =
      body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const asking = request({ agent, hostname, port, method, path, headers: { ...length, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    asking.on('error', (error: NodeJS.ErrnoException) => {
      // A door may close a kept connection just when it is used again: that is no answer, and no fault.
      if (asking.reusedSocket && error.code === 'ECONNRESET') resolve(ask(url, asked));
      else reject(error);
    });
    asking.end(body);
  });
}

/** Pieces as bytes, with a pause of so many milliseconds after each; the connection is then left open or cut. */
export type Raw = { pieces: (string | Uint8Array)[]; pauseMs?: number; cut?: boolean };

/** Speaks over a bare connection. Resolves with the status that came, 0 if the door hung up without one. */
export function speak(
  url: string,
  { pieces, pauseMs = 0, cut = false }: Raw,
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname);
    const end = () => {
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0), text });
    };
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      if (isWhole(text)) end();
    });
    // A door may hang up while it is still being spoken to.
    socket.on('error', end);
    socket.on('close', end);
    socket.on('connect', async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        if (pauseMs > 0) await new Promise((done) => setTimeout(done, pauseMs));
      }
      if (cut) end();
    });
  });
}

/** Whether an answer has its body: as long as it says, or in chunks to the last. */
function isWhole(text: string): boolean {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  if (rest.length === 0) return false;
  const body = rest.join('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (length !== undefined) return body.length >= Number(length);
  return /^transfer-encoding: chunked/im.test(head) ? body.endsWith('0\r\n\r\n') : /HTTP\/1.1 (204|304)/.test(head);
}
