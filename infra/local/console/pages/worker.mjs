// Draws the pages of PDFs, in a thread of its own: what a PDF does to the one that draws it, it does to nothing else.
import { parentPort } from 'node:worker_threads';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { pngOf } from './png.mjs';

const MOST_PAGES = 10; // as many as GOV.UK Notify prints of one letter
const SHARPNESS = 2; // of 72 points an inch
const drawing = PDFiumLibrary.init();

parentPort.on('message', async ({ id, pdf }) => {
  try {
    const document = await (await drawing).loadDocument(pdf);
    const pages = [];
    for (const page of document.pages()) {
      if (pages.length === MOST_PAGES) break;
      const words = page.getText(); // first: drawing a page puts it away
      pages.push({ words, ...(await page.render({ scale: SHARPNESS, render: async (bitmap) => pngOf(bitmap) })) });
    }
    document.destroy();
    parentPort.postMessage({
      id,
      pages: pages.map(({ words, width, height, data }) => ({ words, width, height, png: data })),
    });
  } catch (error) {
    parentPort.postMessage({ id, wrong: String(error) });
  }
});
