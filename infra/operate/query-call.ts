import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { XMLParser } from 'fast-xml-parser';
import type { Where } from './clients.ts';

/** What AWS says is wrong with a call, by its code. */
export class CallRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Xml = { [name: string]: Xml | string | undefined };

/** An answer in XML: lists are below `member`. */
export type Answered = {
  text(name: string): string;
  list(name: string): Answered[];
};

/**
 * Calls one action of a service of AWS that takes forms and answers in XML. Six actions of four such services are needed: their
 * clients would be ten megabytes.
 * @throws CallRefused
 */
export async function callQuery(
  { region, endpoint, credentials }: Where,
  call: { service: string; version: string; action: string; form?: Record<string, string> },
): Promise<Answered> {
  const { service, version, action, form = {} } = call;
  const body = new URLSearchParams({ Action: action, Version: version, ...form }).toString();
  const text = await signedCall({ region, endpoint, credentials }, { service, method: 'POST', path: '/', body });
  const result = (text.xml[`${action}Response`] as Xml | undefined)?.[`${action}Result`] as Xml | undefined;
  if (result !== undefined) return answered(result);
  const error = (text.xml['ErrorResponse'] as Xml | undefined)?.['Error'] as Xml | undefined;
  throw new CallRefused(String(error?.['Code'] ?? text.status), String(error?.['Message'] ?? `${service} ${action}`));
}

/** A service that answers a GET in JSON. @throws CallRefused */
export async function getJson(where: Where, call: { service: string; path: string }): Promise<unknown> {
  const { status, raw, errorType } = await signedCall(where, { ...call, method: 'GET' });
  if (status < 300) return JSON.parse(raw);
  throw new CallRefused(errorType ?? String(status), `${call.service} ${call.path} answered ${status}`);
}

type Call = { service: string; method: 'GET' | 'POST'; path: string; body?: string };

async function signedCall(where: Where, { service, method, path, body }: Call) {
  const { region, endpoint } = where;
  const url = new URL(path, endpoint ?? `https://${service}.${region}.amazonaws.com`);
  const signer = new SignatureV4({ service, region, credentials: where.credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: {},
    headers: {
      host: url.host,
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const { host: _, ...headers } = signed.headers;
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const raw = await response.text();
  const [errorType] = response.headers.get('x-amzn-errortype')?.split(':') ?? []; // `AccessDeniedException:http://…`
  return { status: response.status, raw, errorType, xml: raw.startsWith('<') ? (parser.parse(raw) as Xml) : {} };
}

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true });

const answered = (xml: Xml): Answered => ({
  text: (name) => String(xml[name] ?? ''),
  list: (name) => {
    const { member = [] } = (xml[name] || {}) as { member?: Xml | Xml[] };
    return [member].flat().map(answered);
  },
});

/** As the signer asks for it: plain where no key is given. */
class Sha256 {
  #hash: Hash | Hmac;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key as string);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {}
}
