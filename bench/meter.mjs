// Loaded into every function process by --import: says on its log how long each invocation took, and how many MB its process has
// had at most. Plain JavaScript, as the processes run it before anything else.

let began = 0;

process.on('message', () => {
  began = performance.now();
});

const send = process.send.bind(process);
process.send = (answer, ...rest) => {
  const mb = process.resourceUsage().maxRSS / 1024;
  if (began > 0) process.stdout.write(`${JSON.stringify({ meter: { ms: performance.now() - began, mb } })}\n`);
  return send(answer, ...rest);
};
