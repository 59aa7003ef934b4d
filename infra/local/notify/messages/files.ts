// Files sent by email: a value of the personalisation with `file` in it becomes a link to download it. The sandbox
// checks the file as document-download-api does, and keeps nothing of it.
import { badRequest } from '../errors.ts';
import { checkFile } from '../forms/check-form.ts';
import { isObject } from '../forms/python-values.ts';
import { fileSchema } from '../forms/request-forms.ts';
import type { Service, World } from '../world/world.ts';
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

export type Upload = { service: Service; settings: World['settings']; smokeTest: boolean; newId: () => string };

/** Personalisation with links in place of files. Throws a 400 if a file is not acceptable. */
export function uploadFiles(personalisation: Record<string, unknown>, upload: Upload): Record<string, unknown> {
  const files = Object.entries(personalisation).filter(([, value]) => isFile(value));
  for (const [, value] of files) checkFile(value as Record<string, unknown>, fileSchema);
  if (files.length === 0) return personalisation;
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
    const key = shortId(upload.newId()) + shortId(upload.newId());
    return [name, `${settings.document_download_url}/d/${shortId(service.id)}/${shortId(upload.newId())}?key=${key}`];
  });
  return { ...personalisation, ...Object.fromEntries(links) };
}
