import { type Line, total, traceDollars } from './fixed.ts';

type Stack = { name: string; lines: readonly Line[] };

const dollars = (amount: number): string => amount.toFixed(2);

const clockCalls = (lines: readonly Line[]): number =>
  lines.find(({ what }) => what === 'calls by the clock')?.count ?? 0;

/** The sentence of bench/README.md that tells what notices were last found to cost. */
const FOUND = /\*\*a million notices ([\d.]+) US dollars \(([\d.]+) with counts\)/;

/**
 * The page about costs.
 * @param bench `bench/README.md`, which says what the benchmark found
 * @throws Error if that says no price of a million notices
 */
export function costsPage(stacks: readonly Stack[], bench: string): string {
  const [, million, counted] = FOUND.exec(bench) ?? [];
  if (!million || !counted)
    throw new Error('bench/README.md does not say "**a million notices N US dollars (M with counts)"');
  const kinds = stacks[0]!.lines.map(({ what }) => what);
  const line = (stack: Stack, what: string) => stack.lines.find((each) => each.what === what)!;
  const rows = kinds.map((what) => {
    const each = stacks.map((stack) => `${line(stack, what).count} | ${dollars(line(stack, what).dollars)}`);
    return `| ${what} | ${each.join(' | ')} | ${line(stacks[0]!, what).why} |`;
  });
  return `# What Crier costs

Written by \`npm run costs\` from the templates and from what the benchmark found; a test fails where this page is older than they are. US dollars, list
prices of eu-west-2, without VAT and without what AWS gives each account for nothing (ten alarms, a million requests of SQS, a million calls of Lambda).

## Each month, whatever is sent

| | ${stacks.map(({ name }) => `${name} | dollars`).join(' | ')} | what is paid for |
| --- | ${stacks.map(() => '---: | ---:').join(' | ')} | --- |
${rows.join('\n')}
| **together** | ${stacks.map(({ lines }) => `| **${dollars(total(lines))}**`).join(' | ')} | |

Tables, buckets, functions, the bus, the HTTP API, the site and logs cost by use alone. Five polls at a queue without
messages are an assumption: how many it makes is Lambda's own decision, so the bill may be lower. In an account that has nothing else
AWS gives ten alarms and a million requests of SQS for nothing: 1.40 less.

The aim is 8. What would have to be given up for it, and is not, stands in [ADR 060](adr/060-what-a-quiet-stack-costs.md): who may read whose tokens, that no
subscriber waits for another, that facts outlast a table that is throttled for minutes, and that two officers cannot change one secret at once unawares.

## For notices

| | dollars |
| --- | ---: |
| a thousand notices, from the row of a file to the receipt | ${(Number(million) / 1000).toFixed(4)} |
| with counting them against Notify's list | ${(Number(counted) / 1000).toFixed(4)} |

That is what AWS takes: \`npm run bench -- price\` counts the calls ([how](../bench/README.md)). GOV.UK Notify's price of a text or a letter is a hundred times that.

## Tracing

Off unless a stage has \`tracing: true\`. X-Ray takes ${dollars(traceDollars(1_000_000))} for a million traces that it records: of each function the first call of each second, and five of a hundred others, which is
Lambda's own choice. So the calls by the clock cost ${stacks.map(({ name, lines }) => `${dollars(traceDollars(clockCalls(lines)))} a month for ${name}`).join(', ')}, whatever is sent; a busy night adds at most
${dollars(traceDollars(3600))} for each function and hour, and ${dollars(traceDollars(50_000))} for each million calls beyond. Looking for traces costs a tenth of that for each that is scanned. Bundles are some 130 KB larger, and each start of a function longer.

## When it is more

Each stack has a budget (\`budget_dollars\` of its stage, in \`infra/config\`): whoever gets alarms of grade \`today\` hears when the month has cost more, or will. AWS knows a
stack's cost by the tag \`aws:cloudformation:stack-name\`, which is activated once in the account's Billing console, Cost allocation tags. The dashboard shows
what the account costs a day, where billing alerts are switched on (Billing preferences).

The pipelines cost by use, a key (1.00) aside: some cents a minute that CodeBuild runs, and CodePipeline's minutes of actions.
`;
}
