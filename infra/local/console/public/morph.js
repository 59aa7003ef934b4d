/**
 * Brings an element to the state of a fresh one, in place. What stays is never taken out of the page: the focus, the
 * caret, what is being typed and what is open stay as they are. Children with an id are known by it, others by their
 * place; a link that may move among its neighbours needs an id on its row, or it would change under somebody's fingers.
 */
export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  morphAttributes(old, fresh);
  morphChildren(old, fresh);
}

function morphAttributes(old, fresh) {
  for (const { name } of [...old.attributes])
    if (name !== 'open' && !fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

function morphChildren(old, fresh) {
  const named = new Map([...old.children].map((child) => [child.id, child]));
  let at = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const same = child.id ? named.get(child.id) : twinOf(child, at);
    if (!same) {
      old.insertBefore(child, at);
      continue;
    }
    // Moving an element takes its focus away: what stands before it goes instead, and comes back when its turn comes.
    while (at && at !== same && same.contains(document.activeElement)) at = removed(at);
    if (at === same) at = same.nextSibling;
    else old.insertBefore(same, at);
    morph(same, child);
  }
  while (at) at = removed(at);
}

const twinOf = (child, at) => (at && !at.id && at.nodeName === child.nodeName ? at : null);

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}
