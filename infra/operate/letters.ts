import {
  ChangeMessageVisibilityCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A message that was given up, by its references alone: what else it holds is nobody's business on a screen. */
export type DeadLetter = { id: string; sent_at: number; taken: number; references: string[] };

const AT_ONCE = 10;
/** A look hides messages for so long, until they are put back. */
const LOOK_SECONDS = 20;

/** Looks at dead letters and puts them back. @param most that are looked at */
export async function lettersIn(sqs: SQSClient, url: string, most: number): Promise<DeadLetter[]> {
  const seen = new Map<string, Message>();
  while (seen.size < most) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: AT_ONCE,
        VisibilityTimeout: LOOK_SECONDS,
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        MessageAttributeNames: RULES,
      }),
    );
    const before = seen.size;
    for (const each of Messages) seen.set(each.MessageId ?? '', each);
    if (seen.size === before) break;
  }
  const back = ({ ReceiptHandle }: Message) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }));
  await Promise.all([...seen.values()].map(back));
  return [...seen.values()].map(({ MessageId, Attributes, Body, MessageAttributes }) => ({
    id: MessageId ?? '',
    sent_at: Number(Attributes?.['SentTimestamp'] ?? 0),
    taken: Number(Attributes?.['ApproximateReceiveCount'] ?? 0),
    references: [
      ...referencesIn(Body ?? ''),
      ...RULES.flatMap((name) => MessageAttributes?.[name]?.StringValue ?? []).map((text) => text.split('/').at(-1)!),
    ],
  }));
}

/** What EventBridge says of what it could not bring: why, and by which rule. */
const RULES = ['ERROR_CODE', 'RULE_ARN'];

/** Fields that hold a reference, and the forms that ours have: nothing else of a body is shown. */
const REFERENCES: readonly [field: string, form: RegExp, words: string][] = [
  ['notice', /^[\w-]{22}$/, 'notice'],
  ['reference', /^[\w-]{22}\.(sms|email)$/, 'message'],
  ['notify_id', /^[\da-f-]{36}$/, 'at Notify'],
  ['type', /^council(\.[a-z0-9-]+)+$/, 'event'],
  ['id', /^[\w-]{22}$/, 'event'],
];

/** @param body of any message; what is no JSON of ours has no references. */
export function referencesIn(body: string): string[] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return [];
  }
  const found: string[] = [];
  const look = (value: unknown, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > 3) return;
    for (const [field, form, words] of REFERENCES) {
      const text = (value as Record<string, unknown>)[field];
      if (typeof text === 'string' && form.test(text) && !found.includes(`${words} ${text}`))
        found.push(`${words} ${text}`);
    }
    for (const each of Object.values(value)) look(each, depth + 1);
  };
  look(json, 0);
  return found;
}
