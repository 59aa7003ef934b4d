// Notify's own table (notifications-utils): GSM 03.38, where these count two, and anything outside it is simplified, but
// for Welsh letters, which turn the whole text into UCS-2.
const GSM = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const COUNT_TWO = new Set('^{}\\[~]|€');
const WELSH = new Set('ÂÊÎÔÛŴŶâêîôûŵŷÁÍÓÚẂÝáíóúẃýËÏẄŸëïẅÿÀÈÌÒẀỲẁỳ'.split('').filter((each) => !GSM.has(each)));

/**
 * How many fragments a text is billed as, with the service's prefix counted in. A single one holds 160 characters, those
 * of several 153 each; 70 and 67 where a Welsh letter is in it.
 */
export function fragmentsOf(text: string): number {
  const letters = [...text];
  const welsh = letters.some((each) => WELSH.has(each));
  const length = welsh ? text.length : letters.reduce((sum, each) => sum + (COUNT_TWO.has(each) ? 2 : 1), 0);
  const [single, each] = welsh ? [70, 67] : [160, 153];
  return length <= single ? 1 : Math.ceil(length / each);
}
