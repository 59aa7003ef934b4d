import { defineCommand } from 'citty';
import type { Check, Finding } from '../../infra/operate/doctor/finding.ts';
import { machine } from '../../infra/operate/doctor/machine.ts';
import { checksOf } from './doctor/checks.ts';
import { bold, clean, say, sayJson, yellow } from './print.ts';
import { runningHere, STARTS } from './running.ts';
import { atStack, operated } from './stack.ts';

export const doctor = defineCommand({
  meta: {
    name: 'doctor',
    description:
      'What is not set up, of a stack and of this machine, each with what mends it; ends with 1 if it stops sending',
  },
  args: operated,
  run: async ({ args }) => {
    const running = await runningHere(STARTS);
    const up = running.map(({ url }) => new URL(url).port);
    const here = await machine({ nodeVersion: process.versions.node, starts: STARTS, up });
    const isAsked = args.stack !== undefined || args.url !== undefined || Boolean(process.env['CRIER_STACK']);
    const checks = isAsked || running.length > 0 ? await atStack(args, checksOf) : [];
    const all = [...checks, here];
    if (args.json)
      sayJson({ checks: all, runs_here: running.map(({ url, council, since }) => ({ url, council, since })) });
    else {
      show(all);
      if (checks.length === 0)
        say('No Crier runs on this machine, and no stack was named: npm start, or --stack NAME (CRIER_STACK).');
    }
    return all.some(({ findings }) => findings.some(({ grade }) => grade === 'stops')) ? 1 : 0;
  },
});

const GRADES: Record<Finding['grade'], string> = {
  stops: yellow('STOPS SENDING'),
  look: bold('look'),
  note: 'note',
};

function show(checks: Check[]): void {
  for (const { name, findings } of checks) {
    if (findings.length === 0) say(`${name}: as it should be`);
    for (const { grade, what, mend } of findings) {
      say(`${name}: ${GRADES[grade]}: ${clean(what)}.`);
      say(`  ${clean(mend)}`);
    }
  }
}
