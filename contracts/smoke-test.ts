/**
 * What a smoke test is called, wherever it goes: its source, its layout, the kind of its matter and its type of notice. By this name it
 * is left out of what counts: open data, runs, and the silence of files (ADR 052).
 */
export const SMOKE_TEST = 'smoke-test';
