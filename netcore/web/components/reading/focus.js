// A button that is pressed may be gone, or can't be pressed any more, once the server has answered: the focus goes to what
// stands in its row then, where it would fall to the page.

/** @typedef {{ row: string, key: string, place: number }} Held selectors of the row and of the button, and its place */

const KEYED = '[class*="st-key-"]';

/** @type {Held | undefined} the button that has the focus, as far as one knows */
let held;

/** For good, whichever component is there. */
export function keepFocus() {
  document.addEventListener("focusin", ({ target }) => {
    held = target instanceof HTMLButtonElement ? placeOf(target) : undefined;
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!(target instanceof Element && target.closest("button"))) held = undefined; // the focus was let go of
  });
  const observer = new MutationObserver(() => held && isLost() && standIn(held)?.focus({ preventScroll: true }));
  const options = { subtree: true, childList: true, attributeFilter: ["disabled"] };
  observer.observe(document.body, options);
}

/** @returns {boolean} nothing has the focus that can have it */
function isLost() {
  const { activeElement } = document;
  return !activeElement || activeElement === document.body || activeElement.matches(":disabled");
}

/**
 * @param {Element} element
 * @returns {string | undefined} what Streamlit's key makes a selector of
 */
function selectorOf(element) {
  const name = [...element.classList].find((name) => name.startsWith("st-key-"));
  return name && `.${name}`;
}

/**
 * @param {HTMLButtonElement} button
 * @returns {Held | undefined} undefined unless it and the row that it stands in have keys
 */
function placeOf(button) {
  const own = button.closest(KEYED);
  const row = own?.parentElement?.closest(KEYED);
  const [key, selector] = [own, row].map((element) => element && selectorOf(element));
  if (!row || !key || !selector) return undefined;
  return { row: selector, key, place: buttonsIn(row).indexOf(button) };
}

/**
 * @param {Element} row
 * @returns {HTMLButtonElement[]}
 */
const buttonsIn = (row) => [...row.querySelectorAll("button")];

/**
 * @param {Held} held
 * @returns {HTMLButtonElement | undefined} the same button, or the one in its place, or the next before or after it
 */
function standIn({ row, key, place }) {
  const found = document.querySelector(row);
  if (!found) return undefined;
  const buttons = buttonsIn(found);
  const same = buttons.filter((button) => button.closest(KEYED)?.matches(key));
  const before = buttons.slice(0, place + 1).reverse();
  return [...same, ...before, ...buttons.slice(place + 1)].find((button) => !button.disabled);
}
