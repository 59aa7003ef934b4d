import { type DocumentFault, faultIn, type ReadDocuments } from '../../shared/documents.ts';
import { MOST_BYTES } from '../../shared/notify/notify.ts';
import type { Recipient } from '../rules/look.ts';

/** The document that goes with a message, or what is wrong with it. Neither, where none goes with it. */
type PdfToSend = { pdf?: Uint8Array; fault?: DocumentFault };

/**
 * Reads what is to be sent and checks its sum on that, since a document may have changed since it was looked at. A text only
 * speaks of one.
 */
export async function pdfToSend(
  documents: ReadDocuments,
  { channel, document }: Pick<Recipient, 'channel' | 'document'>,
): Promise<PdfToSend> {
  if (channel === 'sms') return {};
  if (!document) return channel === 'letter' ? { fault: 'document-missing' } : {};
  try {
    return { pdf: await documents.read(document, MOST_BYTES[channel]) };
  } catch (error) {
    const fault = faultIn(error);
    if (fault === null) throw error;
    return { fault };
  }
}
