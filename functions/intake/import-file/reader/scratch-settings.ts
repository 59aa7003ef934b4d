// No rollback journal and no wait for the disk: an import that dies reads the file again from its start. Large pages, because
// all is written once and read once.
export const SCRATCH_SETTINGS = `PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA cache_size = -16000; PRAGMA temp_store = FILE`;
