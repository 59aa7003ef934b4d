import { Worker } from 'node:worker_threads';

/** One page of a PDF as a picture, and its words for those who cannot see that. */
export type Page = { words: string; width: number; height: number; png: Uint8Array };

export type DrawnPages = {
  /** At most as many pages as a letter may have. Null where a PDF cannot be drawn. */
  pagesOf(sum: string, pdf: Uint8Array): Promise<Page[] | null>;
  close(): Promise<unknown>;
};

type Answer = { id: number; pages?: Page[]; wrong?: string };

/** PDFs whose pages are kept: as many as stand on a few pages of the console. */
const KEPT = 40;
/** A PDF that takes longer is given up, and the thread with it. */
const PATIENCE_MS = 60_000;

/** Draws PDFs in a thread that starts with the first of them. What is asked again is kept, by the document's sum. */
export function drawnPages(): DrawnPages {
  const known = new Map<string, Promise<Page[] | null>>();
  const waiting = new Map<number, (pages: Page[] | null) => void>();
  let worker: Worker | null = null;
  let asked = 0;

  function startWorker(): Worker {
    const started = new Worker(new URL('./worker.mjs', import.meta.url));
    started.on('message', ({ id, pages }: Answer) => answer(id, pages ?? null));
    started.on('error', () => giveUp());
    started.unref();
    return started;
  }
  function answer(id: number, pages: Page[] | null): void {
    waiting.get(id)?.(pages);
    waiting.delete(id);
  }
  function giveUp(): Promise<unknown> {
    const gone = worker;
    worker = null;
    for (const id of [...waiting.keys()]) answer(id, null);
    return gone?.terminate() ?? Promise.resolve();
  }
  function draw(pdf: Uint8Array): Promise<Page[] | null> {
    worker ??= startWorker();
    asked += 1;
    const id = asked;
    return new Promise((resolve) => {
      const patience = setTimeout(() => void giveUp(), PATIENCE_MS).unref();
      waiting.set(id, (pages) => {
        clearTimeout(patience);
        resolve(pages);
      });
      worker!.postMessage({ id, pdf });
    });
  }

  return {
    pagesOf(sum, pdf) {
      const before = known.get(sum);
      if (before) return before;
      const [oldest] = known.keys();
      if (known.size >= KEPT && oldest !== undefined) known.delete(oldest);
      const drawing = draw(pdf);
      known.set(sum, drawing);
      return drawing;
    },
    close: giveUp,
  };
}
