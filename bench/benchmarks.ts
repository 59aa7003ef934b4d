import type { Benchmark } from './benchmark.ts';
import { benefits } from './benefits.ts';
import { cpu } from './cpu.ts';
import { deliveries } from './deliveries.ts';
import { documents } from './documents.ts';
import { door } from './door.ts';
import { importing } from './import.ts';
import { openData } from './open-data.ts';
import { price } from './price.ts';
import { sending } from './sending.ts';
import { snapshots } from './snapshots.ts';
import { startUp } from './start-up.ts';

/** In the order in which they are run. A further one is a further entry. */
export const benchmarks: readonly Benchmark[] = [
  importing,
  snapshots,
  door,
  sending,
  startUp,
  cpu,
  price,
  benefits,
  documents,
  deliveries,
  openData,
];
