import type { Address, Receipt } from '../../../contracts/files/receipt.ts';

/** How a file's bytes are known: SHA-256 in small hexadecimal digits. */
export type Sha256 = string;

/** The inbox as those see it who deliver files over HTTPS: files go in, and only what is written beside them comes out. */
export type Deliveries = {
  /** Puts a file in its place. What is there already has the same bytes, and stays. */
  put: (key: string, bytes: Uint8Array, sha256: Sha256) => Promise<void>;
  /** Where a larger file may be put: these bytes in this place, once. */
  uploadAddress: (key: string, sha256: Sha256) => Promise<Address>;
  /** Which of the file, its receipt and its reject report are there. */
  found: (key: string) => Promise<{ file: boolean; receipt: boolean }>;
  receipt: (key: string) => Promise<Receipt>;
  rejectsAddress: (key: string) => Promise<Address>;
};
