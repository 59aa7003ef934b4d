import * as z from 'zod';
import { catalogue } from '../../contracts/catalogue.ts';
import { layoutSchema } from '../../contracts/files/layout.ts';
import { layoutsTogether, readLayout } from '../../contracts/files/layouts.ts';
import { plainWords } from '../../contracts/plain-words.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { open311 } from '../../functions/shared/open311/settings.ts';
import { faultsIn, shippedLayouts } from './subscribers.ts';
import type { Council, StageName } from './types.ts';

/** Without a slash at the end: paths are put behind it. */
const address = z.url({ protocol: /^https?$/ }).refine((url) => !url.endsWith('/'), 'must not end in a slash');
const encrypted = z.url({ protocol: /^https$/ }).refine((url) => !url.endsWith('/'), 'must not end in a slash');

const atDoor = catalogue.filter(({ door }) => door).map(({ type }) => type);

/** A role or user of an account; never everybody in it. */
const PRINCIPAL = /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/;

const principals = z.array(z.string().regex(PRINCIPAL, 'must be the ARN of a role or user')).min(1);

const stage = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .nullable(),
  region: z.literal('eu-west-2'),
  sending: z.enum(['live', 'allow-list', 'shadow']),
  allow_list: z.array(z.string()),
  receipt_silence_seconds: z.int().min(1),
  letter_silence_seconds: z.int().min(1).max(900),
  notify_url: encrypted,
  clock_shift_ms: z.literal(0),
  alarm_emails: z.strictObject({ wake: z.array(z.email()), today: z.array(z.email()), note: z.array(z.email()) }),
  budget_dollars: z.number().positive(),
  // The longest that SQS lets a batch gather for Lambda; the least that AWS asks for with more than ten.
  gather_facts_seconds: z.int().min(1).max(300),
  silent_after_days: z.int().min(2).max(7).nullable(),
  deliverers: z.record(z.string(), principals),
  fetchers: z.record(z.string(), principals),
  site_domain: z
    .strictObject({
      name: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a name like open-data.stockton.gov.uk'),
      certificate_arn: z
        .string()
        .regex(
          /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/,
          'must be the ARN of a certificate in us-east-1',
        )
        .nullable(),
    })
    .nullable(),
  copies: z
    .strictObject({
      account: z.string().regex(/^\d{12}$/, 'must be 12 digits'),
      region: z
        .string()
        .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region like eu-west-1')
        .refine((region) => region !== 'eu-west-2', 'must be another region than eu-west-2, which the stack is in'),
    })
    .nullable(),
  tracing: z.boolean(),
  protected: z.boolean(),
  log_days: z.literal([30, 90, 180, 365]),
});

const council = z
  .strictObject({
    // CloudFront gives its functions names of up to 64 characters: crier-<id>-production-viewer-response.
    id: z.string().regex(/^[a-z]{1,31}$/, 'must be up to 31 lower case letters: stacks and functions are named by it'),
    name: z.string().min(1),
    ons_code: z.string().regex(/^[EWNS]\d{8}$/, 'must be like E06000004'),
    sources: z.record(
      z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'must be a name like revenues-benefits'),
      z.strictObject({ types: z.array(z.enum(atDoor)), owner: z.string().min(1).optional() }),
    ),
    /** Checked by the rules of their own, below. */
    subscribers: z.array(z.unknown()),
    open_data: z.strictObject({
      url: encrypted,
      contact: z.strictObject({ name: z.string().min(1), email: z.email() }),
    }),
    open311,
    security_contact: z.email(),
    text_price_pence: z.number().positive(),
    layouts: z.array(layoutSchema),
    /** The rest is checked where they are put together for a stage: settingsOf. */
    settings: z.looseObject({ switched_off: z.array(z.enum(ourCatalogue.types)) }),
    stages: z.strictObject({
      // The sandbox's address and the clock of one machine are given at synthesis, and it has no X-Ray.
      local: stage.extend({ notify_url: address, clock_shift_ms: z.int(), tracing: z.literal(false) }),
      test: stage,
      production: stage,
    }),
  })
  .superRefine(({ sources, subscribers, stages }, context) => {
    const byFile = new Set(subscribers.filter(isByFile).map(({ name }) => name));
    for (const [name, { account, copies }] of Object.entries(stages)) {
      if (!copies) continue;
      const say = (field: readonly string[], message: string) =>
        context.addIssue({ code: 'custom', path: ['stages', name, ...field], message });
      if (account === null) say(['account'], 'must be said where copies are kept, which must be in another');
      if (account === copies.account)
        say(['copies', 'account'], `must be another account than ${account}, which the stack is in`);
    }
    for (const [name, { deliverers, fetchers }] of Object.entries(stages)) {
      const not = (field: string, of: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['stages', name, field, of], message });
      for (const source of Object.keys(deliverers).filter((each) => !Object.hasOwn(sources, each)))
        not('deliverers', source, 'must be one of sources');
      for (const subscriber of Object.keys(fetchers).filter((each) => !byFile.has(each)))
        not('fetchers', subscriber, 'must be one of subscribers, by file');
    }
  });

/** What is wrong with an entry besides is told by the rules of subscribers. */
const isByFile = (entry: unknown): entry is { name: string } =>
  typeof entry === 'object' && (entry as { transport?: { kind?: unknown } } | null)?.transport?.kind === 'file';

/** Lambda has 4 KB for all variables of a function. Characters. */
const MOST_OF_LAYOUTS = 3_000;

/** What is wrong with a council's own layouts, beyond their form; nothing where they will do. */
function faultOfLayouts({ layouts }: Council): string {
  try {
    const own = layouts.map((each) => readLayout(each, `layouts ${each.layout}`));
    layoutsTogether([...shippedLayouts(), ...own]);
  } catch (error) {
    return (error as Error).message;
  }
  return JSON.stringify(layouts).length > MOST_OF_LAYOUTS
    ? `layouts: must be at most ${MOST_OF_LAYOUTS} characters of JSON: a long one is a file of contracts/files/layouts`
    : '';
}

/**
 * Checks what a council's file says, beyond what its types can: it is copied and edited by hand.
 * @param stage that it is synthesised for: one machine may have receivers of its own
 * @throws Error that names the file and every field that is wrong, with what should be there.
 */
export function checkCouncil(given: Council, stage: StageName = 'production'): Council {
  const read = council.safeParse(given);
  const place = stage === 'local' ? 'one-machine' : 'deployed';
  const { subscribers, layouts = [] } = (given ?? {}) as Partial<Council>;
  const faults = read.success
    ? [faultOfLayouts(given), ...faultsIn(subscribers, place, layouts)].filter((each) => each !== '')
    : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${plainWords(message)}`);
  if (faults.length === 0) return given;
  const id: unknown = (given as Partial<Council> | null)?.id;
  throw new Error(
    `infra/config/${typeof id === 'string' && /^[a-z]+$/.test(id) ? id : '<council>'}.ts: ${faults.join('; ')}`,
  );
}
