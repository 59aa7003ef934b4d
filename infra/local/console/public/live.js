// Keeps the page up to date while a run goes on. Without it the page is the same, only still.
// The server says when there is something new; the page is fetched again and only what changed is put in place.

const MARK = '[data-live]';
let waiting = false;
let busy = false;

/** Whoever is writing a reply or has opened something must not have it taken from under them. */
const inUse = (element) =>
  element.contains(document.activeElement) || element.querySelector('details[open] input, details[open]') !== null;

function update(old, fresh) {
  if (old.dataset.live !== 'list') {
    if (old.innerHTML !== fresh.innerHTML && !inUse(old)) old.replaceChildren(...fresh.childNodes);
    return;
  }
  const kept = new Map([...old.children].map((child) => [child.id, child]));
  const next = [...fresh.children].map((child) => {
    const before = kept.get(child.id);
    return before && (before.isEqualNode(child) || inUse(before)) ? before : child;
  });
  const same = next.length === old.children.length && next.every((child, i) => child === old.children[i]);
  // Moving an element takes its focus away: while one is in use, only its neighbours change in their places.
  if (same) return;
  if ([...old.children].some(inUse)) {
    for (const child of next) {
      const before = kept.get(child.id);
      if (before && before !== child) before.replaceWith(child);
    }
    return;
  }
  old.replaceChildren(...next);
}

async function refresh() {
  if (busy) {
    waiting = true;
    return;
  }
  busy = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const old of document.querySelectorAll(MARK)) {
        const fresh = page.getElementById(old.id);
        if (fresh) update(old, fresh);
      }
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
  if (gone) refresh();
  gone = false;
});
stream.addEventListener('error', () => {
  gone = true;
  const words = document.querySelector('#clock .doing');
  if (words) words.textContent = 'Crier does not answer: this page is as it was';
});
stream.addEventListener('message', refresh);

// A reply goes without leaving the page, and the keyboard stays where it was.
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches('[data-reply]')) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const answer = await fetch(form.action, { method: 'POST', body });
  const said = form.querySelector('[role=status]');
  if (said) said.textContent = answer.ok ? 'Sent.' : 'That did not go. Try again.';
  if (!answer.ok) return;
  form.reset();
  setTimeout(() => {
    form.closest('details')?.removeAttribute('open');
    form.closest('details')?.querySelector('summary')?.focus();
    document.activeElement?.blur();
    refresh();
  }, 600);
});
