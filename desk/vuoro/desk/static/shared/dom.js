/** Elements made and kept up to date without touching what has not changed. */

/**
 * An element: `el("button", {class: "primary", onclick: press}, "Next")`.
 * Properties starting with `on` are listeners; false and undefined leave an attribute out.
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter(isThere));
  return element;
}

/** Put these in place of an element's children; `null`, `false` and `""` stand for nothing. */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter(isThere));
}

function isThere(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

/** Set an element's text if it is another. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Whether what an element shows has changed since it was last asked about; remembers the new state. */
export function changed(element, signature) {
  if (element.shows === signature) return false;
  element.shows = signature;
  return true;
}

/**
 * Make the children of a container those of a list, in its order. Elements are kept by key; only
 * those that move are moved, so focus and scrolling stay.
 */
export function keyed(container, items, { key, make, update }) {
  const kept = (container.kept ??= new Map());
  const wanted = new Set();
  let place = container.firstElementChild;
  for (const item of items) {
    const id = key(item);
    wanted.add(id);
    let element = kept.get(id);
    if (!element) kept.set(id, (element = make(item)));
    update(element, item);
    if (element === place) place = place.nextElementSibling;
    else container.insertBefore(element, place);
  }
  for (const [id, element] of kept) {
    if (wanted.has(id)) continue;
    element.remove();
    kept.delete(id);
  }
}
