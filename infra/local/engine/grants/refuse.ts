// How each service says that a call is not allowed: its protocol decides the form.

import type { ServerResponse } from 'node:http';
import type { Refusal } from './gate.ts';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type Form = { status: number; headers: Record<string, string>; body(message: string): string };

const json = (version: string): Form => ({
  status: 400,
  headers: { 'content-type': `application/x-amz-json-${version}` },
  body: (message) => JSON.stringify({ __type: 'AccessDeniedException', message, Message: message }),
});

const forms: Record<string, Form> = {
  s3: {
    status: 403,
    headers: { 'content-type': 'application/xml' },
    body: (message) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${escaped(message)}</Message></Error>`,
  },
  sqs: {
    ...json('1.0'),
    status: 403,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': 'AccessDenied;Sender' },
  },
  dynamodb: json('1.0'),
  'cloudfront-keyvaluestore': {
    status: 403,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
    body: (message) => JSON.stringify({ Message: message }),
  },
};

/** Answers a call with the error that its service gives. */
export function refuse(res: ServerResponse, service: string, { message }: Refusal): void {
  const { status, headers, body } = forms[service] ?? json('1.1');
  res.writeHead(status, headers).end(body(message));
}
