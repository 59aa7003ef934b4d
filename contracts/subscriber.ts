/** Contact data that a subscriber may have. Of each it gets what the register has when it is told. */
export const CONTACT_FIELDS = ['first_name', 'mobile', 'email', 'postal_address'] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

export type Webhook = {
  kind: 'webhook';
  url: string;
  timeout_seconds: number;
  per_second: number;
  /** It has an Open311 server, and is told of requests as that takes them. */
  open311?: ToOpen311 | undefined;
};

/** How a back office is told of requests by Open311 GeoReport v2: an entry of the council's `open311` says it. */
export type ToOpen311 = {
  jurisdiction_id?: string | undefined;
  /** JSON where left out. */
  format?: 'json' | 'xml' | undefined;
  /** What it calls each service that it deals with, by the council's own code. */
  services: Readonly<Record<string, string>>;
  found_by: FoundBy;
};

/** What of ours its list of requests shows: by that it is looked whether one is there already. */
export const FOUND_BY = ['description', 'external_id', 'nothing'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

export type Encoding = 'utf-8' | 'windows-1252';

/** A file is written at a time of the London day, or when so many rows have gathered. */
export type FileOut = { kind: 'file'; layout: string; encoding: Encoding } & (
  | { schedule: string; after_changes?: undefined }
  | { after_changes: number; schedule?: undefined }
);

/** A system that is kept in step: an entry of the council's configuration. */
export type Subscriber<Transport extends Webhook | FileOut = Webhook | FileOut> = {
  name: string;
  /** Who is asked about it. */
  owner: string;
  /** Types of the catalogue. */
  events: readonly string[];
  /** Empty: references only. */
  fields: readonly ContactField[];
  transport: Transport;
  retry: { days: number };
};

export const isWebhook = (subscriber: Subscriber): subscriber is Subscriber<Webhook> =>
  subscriber.transport.kind === 'webhook';

export const isByFile = (subscriber: Subscriber): subscriber is Subscriber<FileOut> =>
  subscriber.transport.kind === 'file';

const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** Whether it is `whsec_` and the base64 of 24 to 64 bytes. */
export function isSecret(value: unknown): value is string {
  const base64 = (typeof value === 'string' && SECRET.exec(value)?.[1]) || '';
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === base64;
}

/** The contact field of which a column of a file shows something. */
export function contactFieldOf(column: string): ContactField | null {
  if (/^(address_line_\d|postcode)$/.test(column)) return 'postal_address';
  return CONTACT_FIELDS.find((each) => each === column) ?? null;
}
