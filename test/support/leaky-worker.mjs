// Loaded into each worker before its handler: as long as LEAK_FILE is there, the worker lets out what it says, either in
// the answer to a request or in the error that its invocation ends with.

import { existsSync, readFileSync } from 'node:fs';

const { stringify } = JSON;
const { LEAK_FILE = '' } = process.env;

JSON.stringify = (value, ...more) => {
  if (!value?.statusCode || !existsSync(LEAK_FILE)) return stringify(value, ...more);
  const { way, text } = JSON.parse(readFileSync(LEAK_FILE, 'utf8'));
  if (way === 'error') throw new Error(`cannot answer ${text}`);
  return stringify({ ...value, body: stringify({ error: `not for ${text}` }) }, ...more);
};
