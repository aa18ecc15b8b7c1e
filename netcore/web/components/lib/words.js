// Words on the page that change often.

/**
 * Put words in the place of those that an element shows: in the same text, where it is one, because the browser looks at
 * all of the page's styles again when elements or texts come and go.
 * @param {Element} element
 * @param {string} words
 */
export function write(element, words) {
  if (element.textContent === words) return; // or it would be laid out, or announced, again
  const { firstChild } = element;
  if (firstChild instanceof Text && element.childNodes.length === 1 && words) firstChild.data = words;
  else element.textContent = words;
}
