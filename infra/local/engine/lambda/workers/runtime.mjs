// The worker process: loads the bundled handler as Lambda does and runs one invocation at a time for its parent.
// Plain JavaScript, so that no worker spends its start on stripping types.

import { subscribe } from 'node:diagnostics_channel';
import dns from 'node:dns';
import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

process.on('disconnect', () => process.exit(1)); // the engine is gone, and so is everything it started
process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the engine ends its workers itself

// RFC 6761: whatever ends in .localhost is this machine, which not every resolver knows. The engine listens on IPv4.
const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(/(^|\.)localhost$/.test(host) ? '127.0.0.1' : host, ...rest);

const { LAMBDA_TASK_ROOT: root = '.', _HANDLER: name = '' } = process.env;

/** `folder/index.handler` is the export `handler` of `folder/index.mjs`, `.cjs` or `.js`. */
async function loadHandler() {
  const dot = name.lastIndexOf('.');
  const file = ['.mjs', '.cjs', '.js'].map((end) => join(root, name.slice(0, dot) + end)).find(existsSync);
  if (!file) throw new Error(`Cannot find module '${name.slice(0, dot)}' in the function's code`);
  const loaded = await import(pathToFileURL(file).href);
  const handler = loaded[name.slice(dot + 1)] ?? loaded.default?.[name.slice(dot + 1)];
  if (typeof handler !== 'function') throw new Error(`${name} is undefined or not exported`);
  return handler;
}

function contextFor({ requestId, deadline }) {
  const { AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_MEMORY_SIZE, AWS_LAMBDA_LOG_GROUP_NAME } = process.env;
  return {
    awsRequestId: requestId,
    functionName: AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: process.env.LOCAL_FUNCTION_ARN,
    memoryLimitInMB: AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: `local/${process.pid}`,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

const errorOf = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: String(error?.message ?? error),
  trace: String(error?.stack ?? '').split('\n'),
});

// Requests to anything but the engine, which sees its own: its log hears how many went to which host.
const elsewhere = new Map();
const { host: engineHost } = new URL(process.env.AWS_ENDPOINT_URL ?? 'http://nowhere');
subscribe('http.client.request.start', ({ request }) => {
  const host = String(request.getHeader('host') ?? '');
  if (host !== engineHost) elsewhere.set(host, (elsewhere.get(host) ?? 0) + 1);
});
function tellElsewhere() {
  for (const [host, count] of elsewhere) console.log(JSON.stringify({ kind: 'requests-elsewhere', host, count }));
  elsewhere.clear();
}

let flushed = false;
/** Where NODE_COMPILE_CACHE says so, what was compiled is kept for the next worker: this one will be killed, and not end. */
function keepCompiled() {
  if (flushed) return;
  flushed = true;
  flushCompileCache();
}

// The engine's clock goes on while functions are warm. What AWS changes in an environment starts it anew.
process.on('message', ({ variable }) => Object.assign(process.env, variable));

let handler;
try {
  handler = await loadHandler();
  process.send({ kind: 'ready' });
} catch (error) {
  console.error(JSON.stringify({ level: 'ERROR', ...errorOf(error) }));
  process.send({ kind: 'broken', error: errorOf(error) }, () => process.exit(1));
}

process.on('message', async (invocation) => {
  if (invocation.variable) return;
  let answer;
  // Where Lambda puts it, and the AWS SDK finds it.
  if (invocation.trace) process.env._X_AMZN_TRACE_ID = invocation.trace;
  try {
    const result = await handler(JSON.parse(invocation.event), contextFor(invocation));
    answer = { kind: 'done', result: JSON.stringify(result ?? null) };
  } catch (error) {
    answer = { kind: 'failed', error: errorOf(error) };
    console.error(JSON.stringify({ level: 'ERROR', requestId: invocation.requestId, ...answer.error }));
  }
  tellElsewhere();
  process.send(answer, keepCompiled);
});
