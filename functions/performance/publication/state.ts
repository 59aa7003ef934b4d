import type { Block, State } from './types.ts';

/**
 * A state as it is kept: a line of JSON, and after it the memories of all blocks, one after the other. Those of blocks that
 * stand are carried from one release to the next and never parsed.
 */
export function stateBytes(inputs: string, state: State): Uint8Array {
  const memories: Uint8Array[] = [];
  const blocks = eachBlock(state.blocks, ({ memory, ...block }) => {
    if (memory) memories.push(memory);
    return { ...block, memory: memory?.length ?? null };
  });
  return Buffer.concat([Buffer.from(`${JSON.stringify({ inputs, ...state, blocks })}\n`), ...memories]);
}

/** @throws Error where it is none or cut short */
export function stateIn(bytes: Uint8Array): { inputs: string; state: State } {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = all.indexOf('\n');
  const { inputs, blocks, sums, counted } = JSON.parse(all.toString('utf8', 0, end)) as { inputs: string } & Omit<
    State,
    'blocks'
  > & { blocks: Record<string, Record<string, Omit<Block, 'memory'> & { memory: number | null }>> };
  let at = end + 1;
  const withMemory = eachBlock(blocks, ({ memory, ...block }) => {
    if (memory === null) return { ...block, memory };
    at += memory;
    return { ...block, memory: all.subarray(at - memory, at) };
  });
  if (at !== all.length) throw new Error('the state of the former release is cut short: put it back from a copy');
  return { inputs, state: { blocks: withMemory, sums, counted } };
}

const eachBlock = <One, Other>(blocks: Record<string, Record<string, One>>, change: (block: One) => Other) =>
  Object.fromEntries(
    Object.entries(blocks).map(([name, years]) => [
      name,
      Object.fromEntries(Object.entries(years).map(([year, block]) => [year, change(block)])),
    ]),
  );
