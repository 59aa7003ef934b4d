import { plainWords } from '../../contracts/plain-words.ts';
import { isWebhook } from '../../contracts/subscriber.ts';
import { type Settings, settings } from '../../functions/notices/rules/settings.ts';
import type { FactsCouncil, Publisher } from '../../functions/performance/settings.ts';
import { darlington } from './darlington.ts';
import { GRADES, type Grade } from './grades.ts';
import { stockton } from './stockton.ts';
import type { Council, StageName } from './types.ts';

/** Every council that Crier serves, each with stacks of its own. */
export const councils: readonly Council[] = [stockton, darlington];

/**
 * The council of this id.
 * @throws Error that lists the councils there are.
 */
export function councilOf(id: string): Council {
  const found = councils.find((each) => each.id === id);
  if (found) return found;
  const known = councils.map((each) => each.id).join(', ');
  throw new Error(`there is no council "${id}" in infra/config: choose one of ${known}`);
}

/**
 * The `SETTINGS` of one stage.
 * @throws Error that names the council and the setting that is wrong.
 */
export function settingsOf(council: Council, stageName: StageName): Settings {
  const { sending, allow_list, receipt_silence_seconds, letter_silence_seconds } = council.stages[stageName];
  const ofStage = { sending, allow_list, receipt_silence_seconds, letter_silence_seconds };
  const read = settings.safeParse({ ...council.settings, ...ofStage });
  if (read.success) return small(read.data, council);
  const faults = read.error.issues.map((each) => `${each.path.join('.')}: ${plainWords(each.message)}`).join('; ');
  throw new Error(`infra/config/${council.id}.ts, stage ${stageName}: ${faults}`);
}

/** AWS gives a function 4 KB of variables in all. */
const SETTINGS_BYTES = 3_000;

/** @throws Error if the settings cannot be given to a function. */
function small(settings: Settings, { id }: Council): Settings {
  const bytes = Buffer.byteLength(JSON.stringify(settings));
  if (bytes <= SETTINGS_BYTES) return settings;
  throw new Error(
    `infra/config/${id}.ts: settings are ${bytes} bytes, and AWS lets a function have ${SETTINGS_BYTES} of them: shorten template_ids (names that are not there are looked up), services or responsible`,
  );
}

/** What performance facts need to know of a council. */
export const factsCouncilOf = ({ id, name, ons_code, text_price_pence }: Council): FactsCouncil => ({
  id,
  name,
  ons_code,
  text_price_pence,
});

/** The publisher of a council's open data. */
export const publisherOf = ({ name, ons_code, open_data }: Council): Publisher => ({ ons_code, name, ...open_data });

/** Ofcom keeps 01632 960000 to 960999 for drama: nobody answers there. */
const NOBODY_ANSWERS = /^01632 ?960 ?\d{3}$/;

const leadsNowhere = (url: string): boolean => new URL(url).hostname.endsWith('.example');

/** What must still be set before this stage goes live, as sentences. Empty when it is ready. */
export function unsetOf(council: Council, stageName: StageName): string[] {
  const file = `infra/config/${council.id}.ts`;
  const unset: string[] = [];
  if (NOBODY_ANSWERS.test(council.settings.phone))
    unset.push(`phone is a number for drama that nobody answers: set the staffed number in ${file}`);
  const { url, contact } = council.open_data;
  if ([url, contact.email].some((each) => each.endsWith('.example')))
    unset.push(`open_data has an address that leads nowhere: set the site's own and its team's, in ${file}`);
  if (council.security_contact.endsWith('.example'))
    unset.push(`security_contact is an address that leads nowhere: set whom to tell of a weakness, in ${file}`);
  const nowhere = council.subscribers.filter(isWebhook).filter(({ transport }) => leadsNowhere(transport.url));
  if (nowhere.length > 0)
    unset.push(
      `subscribers ${nowhere.map(({ name }) => name).join(', ')} have an address that leads nowhere: set it, in ${file}`,
    );
  if (Object.keys(council.stages[stageName].deliverers).length === 0)
    unset.push(
      `deliverers of stage ${stageName} are not set: nobody may put a file in the inbox until they are, in ${file}`,
    );
  const { fetchers } = council.stages[stageName];
  const unfetched = council.subscribers.filter((each) => !isWebhook(each) && !Object.hasOwn(fetchers, each.name));
  if (unfetched.length > 0)
    unset.push(
      `fetchers of stage ${stageName} have nobody for ${unfetched.map(({ name }) => name).join(', ')}: their files are not fetched until they are set, in ${file}`,
    );
  const { site_domain } = council.stages[stageName];
  if (site_domain?.certificate_arn === null)
    unset.push(
      `site_domain of stage ${stageName} has no certificate_arn: the site has CloudFront's name until output CertificateArn of crier-${council.id}-${stageName}-site stands in ${file}`,
    );
  const { alarm_emails } = council.stages[stageName];
  const unread = Object.keys(GRADES).filter((grade) => alarm_emails[grade as Grade].length === 0);
  if (unread.length > 0)
    unset.push(
      `alarm_emails of stage ${stageName} have nobody for ${unread.join(', ')}: no such alarm will reach anyone until they are set, in ${file}`,
    );
  return unset;
}
