import type { Code } from '../../../contracts/codes.ts';
import type { Reason } from '../../../contracts/reasons.ts';
import type { MatterView } from '../../register/register.ts';
import type { DocumentLook } from '../../shared/documents.ts';
import type { Key } from '../../shared/ids.ts';
import type { NoticeTypeEntry } from '../catalogue/types.ts';
import type { DocumentAsked } from '../families/family.ts';
import { type Way, wayBy } from './channel.ts';
import { agreedEmail } from './consents.ts';
import type { RuleContext } from './context.ts';
import { isTooEarlyInLaw, isTooLateInLaw, type LegalProfile, profileOn, type Served, servedOn } from './legal-days.ts';

/** Why a document goes nowhere, or where it goes and how the law counts it. */
export type DocumentPath =
  | { reason: Reason; codes?: undefined }
  | { codes: Code[]; reason?: undefined }
  | { way: Way; served: Served; reason?: undefined; codes?: undefined };

type Asked = {
  document: DocumentAsked;
  /** What a look at its object found. */
  look: DocumentLook;
  /** With the channels that are left to it. */
  entry: NoticeTypeEntry;
  person: Key;
};

/** The way of a statutory document (format page of events, section 5): the first reason counts, and no other channel is tried. */
export function documentPath(asked: Asked, view: MatterView, { today, settings }: RuleContext): DocumentPath {
  const { document, look, person } = asked;
  const profile = profileOn(today, settings.legal_days);
  if (!document.complete) return { reason: 'schedule9-incomplete' };
  if (!look.ok) return { reason: look.reason };
  if (look.bytes > profile.letterFileBytes) return { reason: 'document-too-large' };
  const way = byEmail({ ...asked, bytes: look.bytes }, view, { today, profile }) ?? wayBy('letter', person, view);
  if (!way) return { codes: ['S12'] };
  const served = servedOn(way.channel === 'email' ? 'email' : 'letter', today, profile);
  if (!served) return { reason: 'holidays-unknown' };
  if (isTooEarlyInLaw(document, served, profile)) return { reason: 'too-early-in-law' };
  return isTooLateInLaw(document, served, profile) ? { reason: 'too-late-in-law' } : { way, served };
}

function byEmail(
  { entry, document, person, bytes }: Asked & { bytes: number },
  view: MatterView,
  { today, profile }: { today: string; profile: LegalProfile },
): Way | null {
  const purpose = entry.purpose === 'scheme' ? document.scheme : entry.purpose;
  if (!purpose || !entry.channels.includes('email') || bytes > profile.emailFileBytes) return null;
  return agreedEmail({ person, purpose }, view, { today, profile });
}
