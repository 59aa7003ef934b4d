import type { Report } from '../../../contracts/events/requests/report.ts';
import type { Form } from '../../shared/open311/form.ts';
import type { Attribute, Service } from '../../shared/open311/settings.ts';

type Answers = NonNullable<Report['answers']>;

/** Values as the standard has them: a number, an instant, or a key of a list. */
const HOLDS: Readonly<Record<Attribute['datatype'], (value: string, attribute: Attribute) => boolean>> = {
  string: (value) => !/[\r\n]/.test(value),
  text: () => true,
  number: (value) => /^-?\d{1,15}(\.\d{1,15})?$/.test(value),
  datetime: (value) => /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value)),
  singlevaluelist: (value, { values = {} }) => Object.hasOwn(values, value),
  multivaluelist: (value, { values = {} }) => Object.hasOwn(values, value),
};

const SHOULD: Readonly<Record<Attribute['datatype'], string>> = {
  string: 'one line of text',
  text: 'text',
  number: 'a number',
  datetime: 'a date or an instant, like 2026-09-29',
  singlevaluelist: 'one key of its values',
  multivaluelist: 'keys of its values',
};

/** What a form answers to the questions of a service. What no service asks for is left out. */
export function answersIn(form: Form, { attributes = [] }: Service): { answers: Answers; faults: string[] } {
  const answers: Answers = [];
  const faults: string[] = [];
  for (const attribute of attributes) {
    const { code, datatype, required } = attribute;
    const values = ['', '[]']
      .flatMap((more) => form.get(`attribute[${code}]${more}`) ?? [])
      .filter((each) => each.trim());
    const isMany = values.length > 1 && datatype !== 'multivaluelist';
    if (values.length === 0 && required) faults.push(`attribute[${code}] is required.`);
    else if (isMany || !values.every((each) => HOLDS[datatype](each, attribute)))
      faults.push(`attribute[${code}] must be ${SHOULD[datatype]}.`);
    else if (values.length > 0) answers.push({ code, values });
  }
  return { answers, faults };
}
