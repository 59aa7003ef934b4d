import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildSpec, commandsIn } from '../infra/pipelines.ts';
import { playedFor } from './otherwise.ts';

export type StepEnd = {
  /** Commands that came to their end with 0, as the buildspec has them. */
  done: string[];
  /** The one that did not, which ends the step. */
  failed: string | null;
  /** What it tells later actions. */
  exported: Record<string, string>;
  output: string;
};

/**
 * Runs a buildspec's commands as CodeBuild does: one after the other in one shell, so that what one exports the next one has, until
 * one ends otherwise than with 0.
 * @param place.env all that the shell has: nothing of this process's.
 * @param place.notes an empty folder for what the step leaves beside its checkout.
 */
export async function runStep(
  spec: BuildSpec,
  place: { cwd: string; env: Record<string, string>; notes: string },
): Promise<StepEnd> {
  if (spec.env?.shell !== 'bash') throw new Error(`its shell is ${spec.env?.shell}, and not bash`);
  const commands = commandsIn(spec);
  const at = (name: string) => join(place.notes, name);
  for (const name of ['done', 'exported']) writeFileSync(at(name), '');
  const script = [
    ...commands.flatMap((command, i) => {
      const played = playedFor(command);
      if (played === null) return [];
      return [played, 'ended=$?; [ "$ended" = 0 ] || exit "$ended"', `echo ${i} >> '${at('done')}'`];
    }),
    ...(spec.env['exported-variables'] ?? []).map(
      (name) => `printf '%s=%s\\0' ${name} "$${name}" >> '${at('exported')}'`,
    ),
  ];
  writeFileSync(at('script'), `${script.join('\n')}\n`);
  const child = spawn('bash', [at('script')], {
    cwd: place.cwd,
    env: { ...place.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const through = new Set(readFileSync(at('done'), 'utf8').split('\n').filter(Boolean).map(Number));
  const ran = commands.filter((command) => playedFor(command) !== null);
  const done = commands.filter((_, i) => through.has(i));
  const exported = readFileSync(at('exported'), 'utf8').split('\0').filter(Boolean);
  return {
    done,
    failed: code === 0 && done.length === ran.length ? null : (ran[done.length] ?? 'the end of the step'),
    exported: Object.fromEntries(exported.map((each) => [each.split('=')[0]!, each.slice(each.indexOf('=') + 1)])),
    output,
  };
}
