import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { clientsAt } from '../../infra/operate/clients.ts';
import { bodyOf, serving } from '../support/command.ts';

/** A pipeline that a step has started, by which commit. */
export type HandedOver = { pipeline: string; tested: string; commit: string };

/** What stands for AWS in a step: the program `aws`, and the endpoint of those that call it by an SDK. */
export type Account = {
  /** The folder with `aws`. */
  bin: string;
  env: Record<string, string>;
  handedOver: HandedOver[];
  /** Roles that were taken on through the endpoint, in order. */
  assumed: string[];
  /** What was asked for, and is not known here. */
  refused: string[];
} & AsyncDisposable;

type Answer = { status: number; text: string };
const refusal = (text: string): Answer => ({ status: 400, text });
const xml = (action: string, text: string): Answer => ({
  status: 200,
  text: `<${action}Response><${action}Result>${text}</${action}Result></${action}Response>`,
});

const LATER = '2099-01-01T00:00:00Z';
const CREDENTIALS = `<Credentials><AccessKeyId>x</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>x</SessionToken><Expiration>${LATER}</Expiration></Credentials>`;

/**
 * @param world.secretsOf the endpoint of the engine that has a secret, by the secret's ARN.
 * @param world.deployed the template of a stack as it was deployed last.
 */
export async function accountIn(
  folder: string,
  world: { secretsAt: (arn: string) => string; deployed: (stack: string) => object },
): Promise<Account> {
  const handedOver: HandedOver[] = [];
  const [assumed, refused]: [string[], string[]] = [[], []];
  /** By the home of a step: what `aws configure set` was told. */
  const profiles = new Map<string, Map<string, string>>();

  const secret = async (arn: string, home: string): Promise<Answer> => {
    const profile = profiles.get(home);
    const role = profile?.get('profile.smoke.role_arn');
    if (!role?.startsWith('arn:aws:iam::') || profile?.get('profile.smoke.credential_source') !== 'EcsContainer')
      return refusal('The config profile (smoke) is not whole');
    const found = await clientsAt(world.secretsAt(arn)).secrets.send(new GetSecretValueCommand({ SecretId: arn }));
    return { status: 200, text: `${found.SecretString}\n` };
  };
  const commandLine: [RegExp, (found: string[], home: string) => Answer | Promise<Answer>][] = [
    [
      /^configure set (profile\.smoke\.\w+) (\S+)$/,
      ([, name, value], home) => {
        profiles.set(home, new Map(profiles.get(home)).set(name!, value!));
        return { status: 200, text: '' };
      },
    ],
    [
      /^secretsmanager get-secret-value --profile smoke --secret-id (\S+) --query SecretString --output text$/,
      ([, arn], home) => secret(arn!, home),
    ],
    [
      /^codepipeline start-pipeline-execution --name (\S+) --variables name=tested,value=(\w+) --source-revisions actionName=source,revisionType=COMMIT_ID,revisionValue=(\w+)$/,
      ([, pipeline, tested, commit]) => {
        handedOver.push({ pipeline: pipeline!, tested: tested!, commit: commit! });
        return { status: 200, text: '{"pipelineExecutionId":"1"}\n' };
      },
    ],
  ];
  const calls: Record<string, (form: URLSearchParams) => Answer> = {
    GetCallerIdentity: () =>
      xml('GetCallerIdentity', '<Account>111122223333</Account><Arn>arn:aws:iam::111122223333:role/x</Arn>'),
    AssumeRole: (form) => {
      const role = form.get('RoleArn')!;
      // The one that a step which compares may take on.
      if (!role.includes(':role/cdk-hnb659fds-lookup-role-')) return refusal(`AccessDenied: ${role}`);
      assumed.push(role);
      return xml('AssumeRole', CREDENTIALS);
    },
    DescribeStacks: (form) =>
      xml(
        'DescribeStacks',
        `<Stacks><member><StackName>${form.get('StackName')}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime></member></Stacks>`,
      ),
    GetTemplate: (form) => {
      const body = JSON.stringify(world.deployed(form.get('StackName')!));
      return xml('GetTemplate', `<TemplateBody><![CDATA[${body}]]></TemplateBody>`);
    },
  };

  const answer = async (path: string, target: string | undefined, body: string): Promise<Answer> => {
    if (path === '/aws') {
      const { args, home } = JSON.parse(body) as { args: string[]; home: string };
      const line = args.join(' ');
      for (const [form, act] of commandLine) {
        const found = form.exec(line);
        if (found) return act(found, home);
      }
      return refusal(`aws ${line}`);
    }
    if (target === 'AmazonSSM.GetParameter')
      return { status: 200, text: JSON.stringify({ Parameter: { Name: 'version', Value: '30' } }) };
    const form = new URLSearchParams(body);
    return calls[form.get('Action') ?? '']?.(form) ?? refusal(`${target ?? form.get('Action')}`);
  };
  const server = await serving(async (request, response) => {
    const target = request.headers['x-amz-target'] as string | undefined;
    const { status, text } = await answer(request.url!, target, await bodyOf(request)).catch((error: Error) =>
      refusal(error.message),
    );
    if (status !== 200) refused.push(text);
    response.writeHead(status).end(text);
  });

  const bin = join(folder, 'aws');
  mkdirSync(bin);
  const program = join(bin, 'aws');
  writeFileSync(
    program,
    `#!/usr/bin/env node
fetch('${server.url}/aws', { method: 'POST', body: JSON.stringify({ args: process.argv.slice(2), home: process.env.HOME }) }).then(
  async (answer) => {
    (answer.ok ? process.stdout : process.stderr).write(await answer.text());
    process.exitCode = answer.ok ? 0 : 254;
  },
);
`,
  );
  chmodSync(program, 0o755);
  const env = { AWS_ENDPOINT_URL: server.url, AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'x' };
  return {
    ...{ bin, env: { ...env, AWS_SECRET_ACCESS_KEY: 'x' }, handedOver, assumed, refused },
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
  };
}
