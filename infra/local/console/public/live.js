import { morph } from './morph.js';

// Keeps the page up to date while a run goes on. Without it the page is the same, only still.
// The server says when there is something new; the page is fetched again and only what changed is put in place.

const MARK = '[data-live]';
let waiting = false;
let busy = false;
/** Whether a list has changed that somebody is using: it is put right when they have left it. */
let heldBack = false;

/** A list in which somebody stands, or has something open, keeps its order: nothing may move away under them. */
const inUse = (list) => list.contains(document.activeElement) || list.querySelector('details[open]') !== null;

function update(old, fresh) {
  if (old.dataset.live !== 'list' || !inUse(old)) {
    morph(old, fresh);
    return;
  }
  const ids = (list) => [...list.children].map(({ id }) => id).join();
  if (ids(old) !== ids(fresh)) heldBack = true;
  const kept = new Map([...old.children].map((child) => [child.id, child]));
  for (const child of [...fresh.children]) if (kept.has(child.id)) morph(kept.get(child.id), child);
}

/** Tells those who do not see the page. */
function say(words) {
  document.getElementById('said').textContent = words;
}

async function refresh() {
  if (busy) {
    waiting = true;
    return;
  }
  busy = true;
  heldBack = false;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const focused = document.activeElement;
      for (const old of document.querySelectorAll(MARK)) {
        const fresh = page.getElementById(old.id);
        if (fresh) update(old, fresh);
      }
      // What had the focus is no more: not to the top of the page with them.
      if (!focused.isConnected) document.getElementById('main').focus({ preventScroll: true });
    }
  } catch {
    // The next word from the server tries again.
  } finally {
    busy = false;
    if (waiting) {
      waiting = false;
      setTimeout(refresh, 500);
    }
  }
}

const stream = new EventSource('/stream');
// The browser tries again by itself. Meanwhile nobody shall take what stands here for what is.
let gone = false;
stream.addEventListener('open', () => {
  if (gone) {
    say('Crier answers again.');
    refresh();
  }
  gone = false;
});
stream.addEventListener('error', () => {
  if (gone) return;
  gone = true;
  const words = 'Crier does not answer: this page is as it was';
  document.querySelector('#clock .doing').textContent = words;
  say(words);
});
stream.addEventListener('message', refresh);

const catchUp = () => {
  if (heldBack && ![...document.querySelectorAll('[data-live=list]')].some(inUse)) refresh();
};
// When the focus has left for where it goes, and when something was closed.
document.addEventListener('focusout', () => setTimeout(catchUp));
document.addEventListener('toggle', catchUp, { capture: true });

// A reply goes without leaving the page, and the keyboard stays where it was.
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches('[data-reply]')) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  say('');
  const answer = await fetch(form.action, { method: 'POST', body }).catch(() => null);
  say(answer?.ok ? 'Sent.' : 'That did not go. Try again.');
  form.querySelector('.went').textContent = answer?.ok ? '' : 'That did not go. Try again.';
  if (!answer?.ok) return;
  form.reset();
  const details = form.closest('details');
  details.removeAttribute('open');
  details.querySelector('summary').focus();
  refresh();
});
