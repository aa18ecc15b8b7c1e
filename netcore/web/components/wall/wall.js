// Drawings as tiles. The server sends each once, and with every look which of them hang where, and what is read in them.

import { t } from "../lib/language.js";
import { report } from "../lib/report.js";
import { find } from "../lib/required.js";

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 280; // of a canvas
const MOST = 1000; // tiles that are kept

/** @typedef {{ number: number, digit: number, path: string, name: string, colour: string }} Tile as wall.py makes it */
/** @typedef {[number: number, read: string, isRight: boolean, isAside: boolean]} Hung as wall.py makes it */
/**
 * @typedef {object} Message as wall.py makes it
 * @property {Tile[]} tiles that this browser doesn't have yet
 * @property {Hung[]} hanging all of them, in order
 * @property {string} right
 * @property {string} wrong colours
 * @property {number} pen its width
 */

/** @type {Map<number, Tile>} by their numbers, which no other drawing ever has */
const known = new Map();

/** @param {Mounted<Message | null>} mounted null where only the style sheet is needed */
export default function wall({ data, parentElement, setTriggerValue }) {
  if (!data) return;
  /** @type {HTMLElement} */
  const root = find(parentElement, ".wall");
  root.style.setProperty("--right", data.right);
  root.style.setProperty("--wrong", data.wrong);
  for (const tile of data.tiles) known.set(tile.number, tile);
  for (const number of [...known.keys()].slice(0, -MOST)) known.delete(number);

  const shown = new Map([...root.querySelectorAll("figure")].map((figure) => [Number(figure.dataset.number), figure]));
  let isLacking = false;
  /** @type {HTMLElement | null} */
  let before = null;
  for (const [number, read, isRight, isAside] of data.hanging) {
    const tile = known.get(number);
    if (!tile) {
      isLacking = true;
      continue;
    }
    const figure = shown.get(number) ?? newFigure(tile, data.pen);
    shown.delete(number);
    tell(figure, tile, read, isRight, isAside);
    // What hangs in its place isn't touched: it keeps the focus.
    /** @type {Element | null} */
    const next = before ? before.nextElementSibling : root.firstElementChild;
    if (next !== figure) root.insertBefore(figure, next);
    before = figure;
  }
  for (const figure of shown.values()) figure.remove();
  if (isLacking) report(parentElement, () => setTriggerValue("lacking", Date.now()));

  /**
   * @param {Tile} tile
   * @param {number} pen its width
   * @returns {HTMLElement}
   */
  function newFigure({ number, digit, path, name, colour }, pen) {
    const figure = document.createElement("figure");
    figure.dataset.number = `${number}`;
    figure.dataset.digit = `${digit}`;
    const look = document.createElement("button");
    look.type = "button";
    look.className = "look";
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", `0 0 ${SIDE} ${SIDE}`);
    picture.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    line.setAttribute("stroke-width", `${pen}`);
    picture.append(line);
    look.append(picture);
    const caption = document.createElement("figcaption");
    const who = document.createElement("span");
    who.className = "who";
    who.textContent = name;
    who.style.setProperty("--colour", colour);
    const mark = document.createElement("b");
    caption.append(who, mark);
    const aside = document.createElement("button");
    aside.type = "button";
    aside.className = "aside";
    figure.append(look, caption, aside);
    return figure;
  }

  /**
   * Say what is read, and hear what is to be done.
   * @param {HTMLElement} figure
   * @param {Tile} tile
   * @param {string} read
   * @param {boolean} isRight
   * @param {boolean} isAside
   */
  function tell(figure, { number, digit, name }, read, isRight, isAside) {
    /** @type {HTMLButtonElement} */
    const look = find(figure, ".look");
    /** @type {HTMLButtonElement} */
    const aside = find(figure, ".aside");
    const mark = find(figure, "figcaption b");
    const words = `${read}\u2009${isRight ? "✓" : "✗"}`;
    if (mark.textContent !== words) mark.textContent = words;
    figure.classList.toggle("right", isRight);
    figure.classList.toggle("put-aside", isAside);
    const gaps = { digit, pupil: name, read };
    look.ariaLabel = t("Look inside: {digit} of {pupil}, read as {read}", gaps);
    look.title = t("Look inside this drawing, with everyone");
    look.onclick = () => setTriggerValue("picked", number);
    aside.textContent = isAside ? "↩" : "×";
    aside.title = isAside ? t("Bring it back") : t("Put it aside");
    aside.ariaLabel = isAside ? t("Bring back: {digit} of {pupil}", gaps) : t("Put aside: {digit} of {pupil}", gaps);
    aside.onclick = () => setTriggerValue("moved", { number, aside: !isAside });
  }
}
