import type { Followed, Noted } from './trace.ts';

// What `#trace` is where a stage has no tracing: nothing is loaded, and nothing is waited for.

export const followed: Followed = (_, work) => work();

export const noted: Noted = () => {};
