import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ourCatalogue } from '../../../functions/notices/families/our-catalogue.ts';
import { councils } from '../../../infra/config/councils.ts';
import { DEPLOYED, type StageName } from '../../../infra/config/types.ts';
import { alarmSubscriptions, deployment, quotas } from '../../../infra/operate/doctor/account.ts';
import { callbacks } from '../../../infra/operate/doctor/callbacks.ts';
import { drift, driftOf } from '../../../infra/operate/doctor/drift.ts';
import type { Check, Finding } from '../../../infra/operate/doctor/finding.ts';
import { looked } from '../../../infra/operate/doctor/looked.ts';
import { secretsSet } from '../../../infra/operate/doctor/secrets-set.ts';
import { sourcesHeard } from '../../../infra/operate/doctor/sources-heard.ts';
import { namesIn, readSecretOf } from '../../../infra/operate/secrets.ts';
import type { Template } from '../../../infra/operate/stack-now.ts';
import { compareTemplates } from '../compare-templates.ts';
import { templatesInNotify } from '../notify-templates.ts';
import { notifyOf } from '../rotate-notify-key.ts';
import type { Operated } from '../stack.ts';
import { Failed, WrongUsage } from '../trouble.ts';

/** Every look at a stack. What one machine has not (quotas, alarms, another's deployment) is looked at on AWS alone. */
export async function checksOf(at: Operated): Promise<Check[]> {
  const { clients, stack, place } = at;
  const isHere = place.running !== null;
  const [, id, stageName] = /^crier-([a-z]+)-([a-z]+)$/.exec(stack.name) ?? [];
  const council = councils.find((each) => each.id === id);
  // A function's address has a port of its own here, which the console's answers for.
  const callbacksAt = isHere ? new URL(place.running!.url).href : (stack.outputs['CallbacksUrl'] ?? '');
  const common = [
    deployment(stack, isHere),
    await looked('secrets', () => secretsSet(clients, stack)),
    await looked('templates at Notify', () => templates(at, council?.settings.switched_off)),
    await looked('callbacks of Notify', () => callbacks(clients, stack, callbacksAt)),
    ...(council ? [await looked('sources', () => sourcesHeard(clients, stack, Object.keys(council.sources)))] : []),
  ];
  if (isHere) return common;
  const isDeployed = DEPLOYED.some((each) => each === stageName);
  return [
    ...common,
    await looked('quotas', () => quotas(clients, stack)),
    await looked('alarms', () => alarmSubscriptions(clients, stack)),
    ...(council && isDeployed ? [drift(driftOf(stack, await ours(id!, stageName as StageName)), stack.name)] : []),
  ];
}

/** Whether Notify takes the key, and has the templates. */
async function templates({ clients, stack }: Operated, switchedOff: readonly string[] | undefined): Promise<Check> {
  const name = 'templates at Notify';
  const known = namesIn(await readSecretOf(clients.secrets, stack, 'notify')).find((each) => each.name === 'api_key');
  const [key] = known?.values ?? [];
  if (key === undefined) return { name, findings: [] }; // said of the secret
  const mend = 'npm run crier -- templates --check, with NOTIFY_API_KEY';
  try {
    const there = await templatesInNotify({ url: notifyOf(stack), key });
    const wrong = compareTemplates(ourCatalogue.templates(switchedOff), there).filter(({ state }) => state !== 'same');
    const found = wrong.map(({ name: template, state }): Finding => {
      const grade = state === 'different' ? 'look' : 'stops';
      return { grade, what: `${template} is ${state === 'twice' ? 'there twice' : state}`, mend };
    });
    return { name, findings: found };
  } catch (error) {
    if (!(error instanceof Failed || error instanceof WrongUsage)) throw error;
    return {
      name,
      findings: [
        { grade: 'stops', what: error.message, mend: 'NOTIFY_API_KEY=… npm run crier -- rotate notify/api_key' },
      ],
    };
  }
}

/** The template that this checkout makes for a stage. */
async function ours(id: string, stageName: StageName): Promise<Template> {
  const { buildApp } = await import('../../../infra/app.ts');
  const outdir = mkdtempSync(join(tmpdir(), 'crier-doctor-'));
  try {
    const council = councils.find((each) => each.id === id)!;
    const app = buildApp([{ council, stageName }], { outdir, bundling: false, validation: false });
    return app.synth().stacks[0]!.template as Template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
