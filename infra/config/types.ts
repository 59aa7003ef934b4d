import type { Layout } from '../../contracts/files/layout.ts';
import type { Subscriber } from '../../contracts/subscriber.ts';
import type { Settings } from '../../functions/notices/rules/settings.ts';
import type { Open311 } from '../../functions/shared/open311/settings.ts';
import type { Emails } from './grades.ts';

/** Where a council's stack stands. `local` is one machine; the others are AWS. */
export type StageName = 'local' | 'test' | 'production';

/** The stages that `npx cdk synth` makes for every council. */
export const DEPLOYED: readonly StageName[] = ['test', 'production'];

/** What differs from stage to stage. Constructs read these values and never ask which stage it is. */
export type Stage = {
  /** The AWS account to deploy to: 12 digits, or null for the account of whoever deploys. */
  account: string | null;
  region: 'eu-west-2';
  sending: Settings['sending'];
  /** Normalised mobiles and emails that a stage with sending `allow-list` may reach. */
  allow_list: readonly string[];
  /** How long Notify may be silent about an accepted message before it is asked. */
  receipt_silence_seconds: number;
  /** How long Notify has for its checks of a letter before it is asked. */
  letter_silence_seconds: number;
  /** Without a slash at the end. */
  notify_url: string;
  /** Milliseconds by which the cores' clock is ahead. Anything but 0 is for one machine only. */
  clock_shift_ms: number;
  /** Who is told of alarms, by how soon they must look. Where nobody is woken, synthesis warns of it. */
  alarm_emails: Emails;
  /** What the stack may cost in a month, in US dollars: those who look the same day hear when it will be more. */
  budget_dollars: number;
  /** How long facts of performance gather before they are written together: longer makes fewer objects. */
  gather_facts_seconds: number;
  /** Days without a file after which an alarm is raised; null where no files are awaited. */
  silent_after_days: 2 | 3 | 4 | 5 | 6 | 7 | null;
  /**
   * Who may deliver files, by the source whose files they are: ARNs of roles or users, each of whom may take that
   * source's role.
   */
  deliverers: Readonly<Record<string, readonly string[]>>;
  /** Who may fetch files that go out, by the subscriber whose they are: ARNs of roles or users. */
  fetchers: Readonly<Record<string, readonly string[]>>;
  /**
   * The open data site's own name, and the certificate that the stack `crier-<council>-<stage>-site` has made for it: null until it is there.
   * Without a name the site has CloudFront's.
   */
  site_domain: { name: string; certificate_arn: string | null } | null;
  /**
   * Where a copy of every night lies: a vault of a second account (12 digits) in a second region, made as `infra/bootstrap/README.md` says.
   * Null where none is kept: AWS Backup is not there then, and what can be had back is what point-in-time recovery has.
   */
  copies: { account: string; region: string } | null;
  /** Whether one fact can be followed across the bus in X-Ray. It costs money, and time at each start of a function. */
  tracing: boolean;
  /** True refuses the deletion of tables and of the stack. */
  protected: boolean;
  log_days: 30 | 90 | 180 | 365;
};

/** One system that may send events, the types it may send, and who is asked about it: a team, and what the system is. */
export type Source = { types: readonly string[]; owner?: string };

export type Council = {
  /** In stack names and on events: lower case letters. */
  id: string;
  /** The authority's full name. */
  name: string;
  /** ONS code of the local authority district. */
  ons_code: string;
  sources: Readonly<Record<string, Source>>;
  /** Systems that are kept in step. */
  subscribers: readonly Subscriber[];
  /** What can be reported to it by Open311, and by whom. */
  open311: Open311;
  /** Its open data site: the address that stands in every catalogue, and the team to ask. */
  open_data: { url: string; contact: { name: string; email: string } };
  /** The email address of those who are told of a weakness: it stands in the site's security.txt. */
  security_contact: string;
  /** The list price of one fragment of a text, without VAT, for the published cost of notices. */
  text_price_pence: number;
  /** Layouts of files that only this council has, beside those of `contracts/files/layouts/`. */
  layouts: readonly Layout[];
  /** Settings that are the same on all stages. */
  settings: Omit<Settings, keyof Stage>;
  stages: Readonly<Record<StageName, Stage>>;
};
