// Files sent by email: a value of the personalisation with `file` in it becomes a link to download it. The sandbox
// checks the file as document-download-api does.
import { Temporal } from 'temporal-polyfill';
import { badRequest } from '../errors.ts';
import { checkFile } from '../forms/check-form.ts';
import { isObject } from '../forms/python-values.ts';
import { fileSchema } from '../forms/request-forms.ts';
import type { Service, World } from '../world/world.ts';
import type { KeptFile, KeptFiles } from './kept-files.ts';
import { hasVirus } from './virus.ts';

const LARGEST_FILE_BYTES = 2 * 1024 * 1024 + 1024;
const LONGEST_NAME = 100;
const EXTENSIONS = ['csv', 'doc', 'docx', 'jpeg', 'jpg', 'json', 'odt', 'pdf', 'png', 'rtf', 'txt', 'xlsx'];

export const isFile = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && Object.hasOwn(value, 'file');

function refuseBadFile(value: Record<string, unknown>): void {
  const encoded = value['file'] as string;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(encoded) || encoded.replace(/\s/g, '').length % 4 !== 0) {
    throw badRequest('Document is not base64 encoded');
  }
  const size = Buffer.byteLength(encoded, 'base64');
  if (size === 0) throw badRequest('Document must not be empty');
  if (size > LARGEST_FILE_BYTES) throw badRequest('Uploaded file exceeds file size limit');
  if (hasVirus(Buffer.from(encoded, 'base64'))) throw badRequest('File did not pass the virus scan');
  const name = value['filename'];
  if (typeof name !== 'string') return;
  if (name.length > LONGEST_NAME) throw badRequest('`filename` cannot be longer than 100 characters');
  const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
  if (!EXTENSIONS.includes(extension)) {
    const supported = EXTENSIONS.map((each) => `'.${each}'`).join(', ');
    throw badRequest(`Unsupported file type '${extension}'. Supported types are: ${supported}`);
  }
}

const shortId = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');

export type Upload = {
  service: Service;
  settings: World['settings'];
  smokeTest: boolean;
  newId: () => string;
  files: KeptFiles;
  now: () => Date;
};

export type Uploaded = {
  /** With links in place of files. */
  personalisation: Record<string, unknown>;
  /** Where there are several, the last. */
  file: KeptFile | undefined;
};

const KEPT_WEEKS = 26;

/** The last day on which a file is there: "26 weeks" from today, if it says nothing else. */
function lastDay(retention: unknown, now: Date): string {
  const weeks = Number(/^(\d+) weeks?$/.exec(String(retention))?.[1] ?? KEPT_WEEKS);
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('Europe/London').toPlainDate();
  return today.add({ weeks }).toString();
}

function keep(value: Record<string, unknown>, link: { id: string; key: string }, { files, now }: Upload): KeptFile {
  const { filename = null, confirm_email_before_download: confirm, retention_period } = value;
  return {
    ...files.keep(Buffer.from(value['file'] as string, 'base64')),
    link: {
      ...link,
      filename: filename as string | null,
      confirmEmail: confirm !== false,
      until: lastDay(retention_period, now()),
    },
  };
}

/** Throws a 400 if a file is not acceptable. */
export function uploadFiles(personalisation: Record<string, unknown>, upload: Upload): Uploaded {
  const files = Object.entries(personalisation).filter(([, value]) => isFile(value));
  for (const [, value] of files) checkFile(value as Record<string, unknown>, fileSchema);
  let file: KeptFile | undefined;
  if (files.length === 0) return { personalisation, file };
  const { service, settings } = upload;
  if (!service.contact_link) {
    throw badRequest(
      `Send files by email has not been set up - add contact details for your service at ${settings.admin_base_url}/services/${service.id}/service-settings/send-files-by-email`,
    );
  }
  const links = files.map(([name, value]): [string, string] => {
    if (upload.smokeTest) {
      return [name, `${settings.document_download_url}/services/${service.id}/documents/test-document`];
    }
    refuseBadFile(value as Record<string, unknown>);
    const link = { id: shortId(upload.newId()), key: shortId(upload.newId()) + shortId(upload.newId()) };
    file = keep(value as Record<string, unknown>, link, upload);
    return [name, `${settings.document_download_url}/d/${shortId(service.id)}/${link.id}?key=${link.key}`];
  });
  return { personalisation: { ...personalisation, ...Object.fromEntries(links) }, file };
}
