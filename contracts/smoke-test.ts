/**
 * What a smoke test is called, wherever it goes: its source, its layout and the kind of its matter. By this name, and by that of its notice, it
 * is left out of what counts: open data, runs, and the silence of files (ADR 059).
 */
export const SMOKE_TEST = 'smoke-test';

/** Its type of notice. */
export const SMOKE_NOTICE = 'crier.smoke_test';
