import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Where } from '../../infra/operate/clients.ts';

export type Called = { service: string; action: string; form: URLSearchParams; path: string };
export type WireAnswer = { status?: number; headers?: Record<string, string>; body: string };

const credentials = async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret' });

/** What AWS would answer, over HTTP as it does: the calls that no client of the SDK makes for us. */
export async function awsOnTheWire(answer: (called: Called) => WireAnswer) {
  const calls: Called[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    const form = new URLSearchParams(body);
    const service = /Credential=AKID\/\d+\/[\w-]+\/(\w+)\//.exec(req.headers.authorization ?? '')?.[1] ?? 'unsigned';
    const called = { service, action: form.get('Action') ?? '', form, path: req.url ?? '' };
    calls.push(called);
    const { status = 200, headers = {}, body: said } = answer(called);
    res.writeHead(status, headers).end(said);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const where: Where = { region: 'eu-west-2', endpoint, credentials: credentials as unknown as Where['credentials'] };
  return { where, calls, close: () => new Promise<unknown>((resolve) => server.close(resolve)) };
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');

export type Tree = { [name: string]: string | Tree | Tree[] };

const xmlOf = (tree: Tree): string =>
  Object.entries(tree)
    .map(([name, each]) => {
      if (typeof each === 'string') return `<${name}>${escaped(each)}</${name}>`;
      const inner = Array.isArray(each) ? each.map((one) => `<member>${xmlOf(one)}</member>`).join('') : xmlOf(each);
      return `<${name}>${inner}</${name}>`;
    })
    .join('');

/** A result as the services write it that take forms. */
export const resultOf = (action: string, result: Tree): WireAnswer => ({
  body: `<${action}Response xmlns="https://x.amazonaws.com/doc/">${xmlOf({ [`${action}Result`]: result })}</${action}Response>`,
});

export const refusalOf = (Code: string, Message: string): WireAnswer => ({
  status: 403,
  body: `<ErrorResponse xmlns="https://x.amazonaws.com/doc/">${xmlOf({ Error: { Type: 'Sender', Code, Message } })}</ErrorResponse>`,
});
