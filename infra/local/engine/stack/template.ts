// The parts of a CloudFormation template that the engine reads, and the one error it refuses a template with.

export type Properties = Record<string, unknown>;

export type TemplateResource = {
  Type: string;
  Properties?: Properties;
  Condition?: string;
  [attribute: string]: unknown;
};

export type Template = {
  Parameters?: Record<string, { Type?: string; Default?: string | number }>;
  Conditions?: Record<string, unknown>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Resources: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Condition?: string }>;
  [section: string]: unknown;
};

/** A resource whose intrinsic functions are resolved. */
export type Resource = { logicalId: string; type: string; properties: Properties };

/** Thrown when a template asks for what the engine cannot run. `problems` names logical id, type and property of each. */
export class TemplateRefused extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(
      `The local engine cannot run this template:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n` +
        'What it runs is listed in infra/local/engine/stack/resource-types.',
    );
    this.name = 'TemplateRefused';
    this.problems = problems;
  }
}

/** The account that fauxqs builds its queue ARNs with. */
export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-2';
