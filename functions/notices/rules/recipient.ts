import type { MatterView } from '../../register/register.ts';
import type { Ask } from '../families/family.ts';
import type { Notice } from '../notice/notice.ts';
import { variantOf, type Way } from './channel.ts';
import type { RuleContext } from './context.ts';
import type { Served } from './legal-days.ts';
import type { Recipient } from './look.ts';

type Found = {
  way: Way;
  last_day: string | null;
  /** Of a statutory document. */
  document?: Ask['document'] | undefined;
  served?: Served | null;
};

/** Everything that the message of a notice needs, from what the register knows now. */
export function recipientOf(
  notice: Notice,
  { way, last_day, document, served }: Found,
  { view, catalogue, today }: Pick<RuleContext, 'catalogue' | 'today'> & { view: MatterView },
): Recipient {
  return {
    channel: way.channel,
    variant: variantOf(catalogue.entry(notice.type), way, today),
    to: way.to,
    address: way.address,
    first_name: firstNameOf(notice, view),
    values: catalogue.family(notice.type).values(notice, view),
    last_day,
    ...(document && { document: { key: document.key, sha256: document.sha256 } }),
    ...(document && served && { served: { ...served, act_by: document.act_by } }),
  };
}

/** As the matter's source has it, else as it was told of the person; empty where nobody knows it. */
const firstNameOf = ({ person }: Notice, { matter, people }: MatterView): string =>
  matter.people.find((each) => each.person === person)?.first_name || (people.get(person)?.first_name ?? '');
