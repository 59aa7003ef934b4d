/**
 * A figure of a trailer as the receipt may repeat it. A file that was cut or shifted has something else there, and that
 * may be a resident's: it is left out, and so is what is as long as a phone number.
 */
export const figure = (written: string | undefined): string | null => {
  const trimmed = (written ?? '').trim();
  return /^-?\d{1,9}(\.\d{1,2})?$/.test(trimmed) ? trimmed : null;
};
