import type { Contract } from './envelope.ts';
import { type Basis, HELD, type Held } from './held.ts';
import { RETENTION, type Retained } from './retention.ts';

const BASIS: Record<Basis, string> = {
  task: 'public task, 6(1)(e)',
  law: 'legal obligation, 6(1)(c)',
};

const PERSONAL: Record<Held['personal'], string> = {
  contact: 'can be read',
  reference: 'keyed hashes',
  none: 'of nobody',
};

const period = (days: number): string =>
  days > 730 ? `${Math.floor(days / 365)} years` : `${days} day${days === 1 ? '' : 's'}`;

const table = (kinds: readonly Retained[]): string =>
  kinds
    .map((kind) => {
      const { where, what, personal, basis } = HELD[kind];
      const { days, from, why } = RETENTION[kind];
      return `| ${kind} | ${what} | ${where} | ${PERSONAL[personal]} | ${period(days)} from ${from} | ${BASIS[basis]} | ${why} |`;
    })
    .join('\n');

const listed = (events: readonly Contract[]): string => events.map(({ type }) => `\`${type}\``).join(', ');

const HEAD = `| item | what it tells | where | of whom | how long | basis, UK GDPR | why so long |
| --- | --- | --- | --- | --- | --- | --- |`;

/** The page for a council's data protection officer, from the table of what is held, that of how long, and the contracts. */
export function dataProtectionPage(catalogue: readonly Contract[]): string {
  const kinds = Object.keys(RETENTION) as Retained[];
  const personal = kinds.filter((kind) => HELD[kind].personal !== 'none');
  const rest = kinds.filter((kind) => HELD[kind].personal === 'none');
  const of = (classification: string) => catalogue.filter((each) => each.classification === classification);
  return `# Data protection

For the council's data protection officer. Written by \`npm run schemas\` from \`contracts/retention.ts\`, \`contracts/held.ts\` and the contracts of events; a test fails where
it is older than they are. The council is the controller, and decides on the basis; what stands here is what Crier was built for. Amazon Web Services (London) and GOV.UK Notify
are processors.

## What is held of people

${HEAD}
${table(personal)}

What holds somebody back stays for as long as it does: holds in force, opt-outs, deaths, numbers that are wrong, and what somebody agreed to. An item goes some days after its
time; a function that reads one looks at the time itself.

Of benefits, what is decided may tell of health: article 9(2)(g), with Schedule 1 to the Data Protection Act 2018. Consent is no basis of any message here. Whoever agrees to get documents by
email gives an agreement that the Acts on service ask for, and can withdraw it; whoever opts out of texts is obeyed, which answers the right to object.

## What is held of nobody

${HEAD}
${table(rest)}

## What travels

Names, numbers, addresses and what people write never travel on the bus, in logs or in metrics: they go from the door into the register, and events carry keyed hashes. The bus keeps
an archive of 30 days.

| class | events |
| --- | --- |
| special: may tell of health or of a person in distress | ${listed(of('special'))} |
| personal: of one person, by a keyed hash | ${listed(of('personal'))} |
| internal | ${listed(of('internal'))} |
| public | ${listed(of('public'))} |

## Who else is told

- **GOV.UK Notify** gets the name, address, number or email of whoever is told, and what they are told. How long it keeps that is the council's setting there: seven days or less.
- **Other systems** are told what they subscribe to in \`infra/config\`, field by field. Each disclosure is on record: \`npm run crier -- disclosures\`.
- **Everybody** sees open data and Open311: counts with small numbers hidden, and reports without who made them.

## When somebody asks

| | |
| --- | --- |
| what is held of me | \`npm run crier -- explain REFERENCE\` says what they were told and why; the register's item has their contacts |
| it is wrong | the system that told it puts it right and tells it again: the newest word counts |
| leave me alone | an opt-out, told by any system or by STOP in reply to a text, is obeyed at the next claim |
| delete it | contact data go with the last matter, ${RETENTION.matter.days} days after the last word on it (${RETENTION['own contact'].days} for what they told themselves); what was told, when and why, is evidence for six years (Limitation Act 1980, section 5) |
`;
}
