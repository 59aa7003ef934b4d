import type { FileReleased, FileReleasedView } from '../../contracts/officers/files.ts';
import type { OfficersApi } from './officers-api.ts';
import { clean, say, sayJson } from './print.ts';
import { NotFound } from './trouble.ts';

/** Releases a snapshot that is held. @returns false where no file of this name is. */
export async function releasedFile(api: OfficersApi, asked: FileReleased, json: boolean): Promise<boolean> {
  try {
    const { file, lost, of } = await api.post<FileReleasedView>('files/release', asked);
    if (json) sayJson({ file, lost, of });
    else
      say(clean(`${file} is taken now, though ${lost} of ${of} records are not in it. Its receipt says what changed.`));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
