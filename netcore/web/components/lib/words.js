// Words on the page that change often.

/** @type {WeakMap<Element, string>} what was put there last */
const written = new WeakMap();

/**
 * Put words in the place of those that an element shows: in the same text, where it is one, because the browser looks at
 * all of the page's styles again when elements or texts come and go.
 * @param {Element} element
 * @param {string} words
 */
export function write(element, words) {
  // Or it would be laid out, announced, or translated again.
  if (element.textContent === words || (written.get(element) === words && element.querySelector("font"))) return;
  written.set(element, words);
  const { firstChild } = element;
  if (firstChild instanceof Text && element.childNodes.length === 1 && words) firstChild.data = words;
  else element.textContent = words;
}
