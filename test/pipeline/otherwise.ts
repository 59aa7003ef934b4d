// What of the pipelines is not played as it stands, and why. Whatever is not named here is run word for word.

/** A command that is run otherwise, or not at all. */
type Otherwise = { command: RegExp; instead: string | null; why: string };

export const OTHERWISE: readonly Otherwise[] = [
  {
    command: /^npm audit --omit=dev --audit-level=high$/,
    instead: null,
    why: 'what is known to be unsafe changes by the day and not by a commit, and not every registry can be asked',
  },
  {
    command: /^npm test$/,
    instead: 'npm test -- test/unit/bin/say-changes test/infra/config',
    why: 'all of it takes half an hour on two cores, and this test is part of it; two files show that it starts in an empty clone',
  },
  {
    command: /^cdk -a \. deploy crier-pipeline --require-approval=never --verbose$/,
    instead: 'cdk -a . list crier-pipeline | grep -x crier-pipeline',
    why: 'it would deploy to an account; that the CLI of this step reads what synth made can be seen without one',
  },
  {
    command: /^cdk-assets --path "([^"]+)" --verbose publish "(\w+):[^"]+"$/,
    instead: 'grep -q \'"$2": {\' "$1"',
    why: 'it would write into an account; that the manifest is where it is named, and has this asset, can be seen without one',
  },
  {
    command: /^npm install -g cdk-assets@latest$/,
    instead: null,
    why: 'nothing calls it here, as above; which one is the newest changes by the day',
  },
];

/** An action without commands of ours, by its provider, and what is played in its place. */
export const PLAYED_AS: Readonly<Record<string, string>> = {
  CodeStarSourceConnection: 'the commit is cloned for each step, without its history, as CodePipeline hands it on',
  CloudFormation: 'the template is looked for where it is named; npm start of the commit stands for the stack',
  Manual: 'somebody says yes, and what they would have read is kept',
};

/** What is run for a command: itself, another, or nothing. */
export function playedFor(command: string): string | null {
  const found = OTHERWISE.find((each) => each.command.test(command));
  if (!found) return command;
  const { instead } = found;
  return instead === null
    ? null
    : instead.replaceAll(/\$([12])/g, (_, n: string) => found.command.exec(command)![Number(n)]!);
}
