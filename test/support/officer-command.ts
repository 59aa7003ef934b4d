import { onTestFinished } from 'vitest';
import { bodyOf, crier, serving } from './command.ts';
import { TOKEN } from './officers.ts';

type Asked = { method: string; authorization: string | undefined; body: string };

/** The officers' API over HTTP, under /api as `npm start` has it, and `crier` as an officer who asks it. */
export async function officer({
  ask,
}: {
  ask: (path: string, asked: Asked) => Promise<{ status: number; body?: unknown }>;
}) {
  const asked: string[] = [];
  const server = await serving(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { authorization } = request.headers;
    const path = request.url!.replace(/^\/api/, '');
    const { status, body } = await ask(path, { method: request.method!, authorization, body: await bodyOf(request) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const env = { CRIER_URL: `${server.url}/api/`, CRIER_TOKEN: TOKEN };
  return { asked, run: (...args: string[]) => crier(args, env) };
}
