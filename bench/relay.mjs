// Loaded into every function process by --import, in place of the function: hands each invocation on to the one process
// that runs all handlers (one-process.ts, on the socket CRIER_BENCH_SOCKET), and its answer back to the engine. Plain
// JavaScript, as the processes run it before anything else; the engine's own runtime is never reached.

import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const { CRIER_BENCH_SOCKET: path, ...environment } = process.env;
const socket = connect(path);
socket.on('close', () => process.exit(1));
process.on('disconnect', () => process.exit(1));

socket.write(`${JSON.stringify({ environment })}\n`);
process.on('message', (invocation) => socket.write(`${JSON.stringify({ invocation })}\n`));
createInterface({ input: socket }).on('line', (line) => process.send(JSON.parse(line)));

await new Promise(() => {});
