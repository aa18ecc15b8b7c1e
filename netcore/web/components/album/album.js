// Drawn digits, each below its digit: the picture, what was read before and after, a way to remove it.

import { t } from "../lib/language.js";
import { find } from "../lib/required.js";

/**
 * @typedef {object} Exhibit as album.py makes it
 * @property {string} number what it is told by
 * @property {number} digit what it shows
 * @property {string} picture its address
 * @property {number} before what was read at first
 * @property {number | null} after what is read by now; null while that isn't known
 * @property {boolean} is_kept_back nothing learns from it
 */

/** @param {Mounted<{ exhibits: Exhibit[], right: string, wrong: string }>} mounted right and wrong: colours */
export default function album({ data, parentElement, setTriggerValue }) {
  /** @type {HTMLElement} */
  const root = find(parentElement, ".album");
  root.style.setProperty("--right", data.right);
  root.style.setProperty("--wrong", data.wrong);
  const figures = [...root.querySelectorAll("figure")];
  const focused = figures.findIndex((figure) => figure.contains(document.activeElement));
  const known = new Map(figures.map((figure) => [figure.dataset.number, figure]));

  const columns = Array.from({ length: 10 }, () => element("div", { className: "column" }));
  for (const exhibit of data.exhibits) {
    const figure = known.get(exhibit.number) ?? newFigure(exhibit);
    tell(figure, exhibit);
    columns[exhibit.digit].append(figure);
  }
  root.replaceChildren(...columns);
  if (focused >= 0) {
    /** @type {NodeListOf<HTMLElement>} */
    const left = root.querySelectorAll("figure button");
    left[Math.min(focused, left.length - 1)]?.focus({ preventScroll: true });
  }

  /**
   * @param {Exhibit} exhibit
   * @returns {HTMLElement}
   */
  function newFigure({ number, picture }) {
    const figure = element("figure", {});
    figure.dataset.number = number;
    const remove = element("button", { type: "button", textContent: "×" });
    figure.append(element("img", { src: picture }), element("figcaption", {}), remove);
    return figure;
  }

  /**
   * Say what was read, and hear when it is to go.
   * @param {HTMLElement} figure
   * @param {Exhibit} exhibit
   */
  function tell(figure, { digit, before, after, is_kept_back: isKeptBack }) {
    /** @type {HTMLImageElement} */
    const picture = find(figure, "img");
    const caption = find(figure, "figcaption");
    /** @type {HTMLButtonElement} */
    const remove = find(figure, "button");
    /** @type {(read: number) => HTMLElement} */
    const marked = (read) => {
      const isRight = read === digit;
      const className = isRight ? "right" : "wrong";
      return element("b", { className, textContent: `${read}\u2009${isRight ? "✓" : "✗"}` });
    };
    if (after === null) caption.replaceChildren(marked(before));
    else caption.replaceChildren(`${before} → `, marked(after));
    figure.classList.toggle("kept-back", isKeptBack);
    figure.title = isKeptBack ? t("Kept back: it never learns from this one.") : "";
    const now =
      after === null
        ? t("Your {digit}, read as {before}", { digit, before })
        : t("Your {digit}, read as {before} before and as {after} now", { digit, before, after });
    picture.alt = isKeptBack ? t("{drawing}, kept back", { drawing: now }) : now;
    remove.ariaLabel = remove.title = t("Remove this {digit}", { digit });
    remove.onclick = () => setTriggerValue("removed", figure.dataset.number);
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} properties
 * @returns {HTMLElementTagNameMap[Name]} a new one
 */
function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
