/** A text without the byte order mark that Windows programs put before it. RFC 8259, section 8.1, lets a reader skip it. */
export const withoutBom = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);
