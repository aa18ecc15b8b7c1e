// A browser that translates the page puts words of its own, each in a <font>, in the place of the texts that Streamlit
// (React) made. It knows nothing of that: it changes the text that is gone, and nobody sees it, or wants to remove it, and
// fails.

/** @type {WeakMap<Node, Element>} what stands in the place of a text */
const translations = new WeakMap();

/** Have what is changed come back, to be translated anew, for good. Calling it again changes nothing. */
export function followTranslation() {
  if (window.netcoreFollowsTranslation) return;
  window.netcoreFollowsTranslation = true;
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true });
  const { removeChild, insertBefore } = Node.prototype;
  /** @type {(parent: Node, child: unknown) => unknown} */
  const inPlace = (parent, child) => {
    const words = child instanceof Text && child.parentNode !== parent && translations.get(child);
    return words && words.parentNode === parent ? words : child;
  };
  Object.assign(Node.prototype, {
    /**
     * @this {Node}
     * @param {Node} child
     */
    removeChild(child) {
      removeChild.call(this, /** @type {Node} */ (inPlace(this, child)));
      return child;
    },
    /**
     * @this {Node}
     * @param {Node} child
     * @param {Node | null} next
     */
    insertBefore(child, next) {
      return insertBefore.call(this, child, /** @type {Node | null} */ (inPlace(this, next)));
    },
  });
}

const changes = new MutationObserver((records) => {
  for (const { target } of records) {
    const words = translations.get(target);
    if (words?.isConnected && !target.isConnected) words.replaceWith(target);
  }
});

/** @param {MutationRecord[]} records */
function note(records) {
  for (const { removedNodes, addedNodes, previousSibling, nextSibling } of records) {
    for (const text of removedNodes) {
      if (!(text instanceof Text)) continue;
      const words = [...addedNodes, previousSibling, nextSibling].find((node) => node?.nodeName === "FONT");
      if (!(words instanceof Element)) continue;
      translations.set(text, words);
      changes.observe(text, { characterData: true });
    }
  }
}
