// What services of AWS's older protocol answer here: a form goes in, XML comes out.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/, .../AmazonCloudWatch/latest/APIReference/

import type { QueueState } from '../sqs/queues.ts';
import { type Stack, stackIdOf } from '../stack/stack.ts';
import type { Template } from '../stack/template.ts';

/** The result of one action, or why it is refused. */
export type QueryAnswer = { result: string } | { refused: { code: string; message: string } };
export type QueryApi = Record<string, Record<string, (form: URLSearchParams) => QueryAnswer>>;

type Known = { template: Template; stack: Stack; queues: () => QueueState[] };

/** What an operator asks of a stack: which it is, what it is made of, and how old the oldest message of a queue is. */
export function createQueryApi({ template, stack, queues }: Known): QueryApi {
  const ofThisStack = (answer: () => string) => (form: URLSearchParams) => {
    const name = form.get('StackName') ?? '';
    if ([stack.name, stackIdOf(stack.name)].includes(name)) return { result: answer() };
    return { refused: { code: 'ValidationError', message: `Stack with id ${name} does not exist` } };
  };
  return {
    cloudformation: {
      DescribeStacks: ofThisStack(() =>
        element('Stacks', [
          element('StackId', stackIdOf(stack.name)),
          element('StackName', stack.name),
          element('StackStatus', 'CREATE_COMPLETE'),
          element('Outputs', ...Object.entries(stack.outputs).map(outputOf)),
        ]),
      ),
      ListStackResources: ofThisStack(() =>
        element('StackResourceSummaries', ...stack.resources.map(summaryOf(stack))),
      ),
      GetTemplate: ofThisStack(() => tag('TemplateBody', escaped(JSON.stringify(template)))),
    },
    monitoring: {
      GetMetricStatistics: (form) => {
        const queue = queues().find(({ name }) => name === form.get('Dimensions.member.1.Value'));
        const at = queue?.oldestSentAt ?? null;
        if (form.get('MetricName') !== 'ApproximateAgeOfOldestMessage' || at === null)
          return { result: element('Datapoints') };
        const seconds = Math.round((Date.now() - at) / 1000);
        const point = [element('Timestamp', new Date().toISOString()), element('Maximum', String(seconds))];
        return { result: element('Datapoints', point) };
      },
    },
  };
}

/** As AWS wraps it. */
export function queryXml(action: string, answer: QueryAnswer): { status: number; xml: string } {
  if ('result' in answer) return { status: 200, xml: tag(`${action}Response`, tag(`${action}Result`, answer.result)) };
  const { code, message } = answer.refused;
  const error = ['Type', 'Code', 'Message'].map((name, i) => element(name, ['Sender', code, message][i]!));
  return { status: 400, xml: tag('ErrorResponse', tag('Error', error.join(''))) };
}

const outputOf = ([key, value]: [string, string]) => [element('OutputKey', key), element('OutputValue', value)];

const summaryOf =
  (stack: Stack) =>
  ({ logicalId, type }: Stack['resources'][number]) => [
    element('LogicalResourceId', logicalId),
    element('PhysicalResourceId', stack.identity(logicalId).ref),
    element('ResourceType', type),
    element('ResourceStatus', 'CREATE_COMPLETE'),
  ];

/** A text, or a list of members that are made of elements. */
function element(name: string, ...of: (string | string[])[]): string {
  const [text] = of;
  if (typeof text === 'string') return tag(name, escaped(text));
  return tag(name, of.map((member) => tag('member', (member as string[]).join(''))).join(''));
}

const tag = (name: string, content: string): string => `<${name}>${content}</${name}>`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (each) => ENTITIES[each]!);
