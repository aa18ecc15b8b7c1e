// One pixel of a picture is chosen: pressed, dragged over, or gone to by arrow keys.

import { paintCells, SIDE } from "../lib/cells.js";
import { floats } from "../lib/floats.js";
import { find } from "../lib/required.js";

/**
 * @typedef {object} Message see pixel_choice.py
 * @property {string} picture
 * @property {number} chosen
 * @property {string} label
 * @property {string[]} light
 */
/** @typedef {HTMLElement & { at?: number, isDragged?: boolean }} Root at: the pixel that was chosen last */

/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {Mounted<Message>} mounted
 */
export default function pixelChoice({ data, parentElement, setTriggerValue }) {
  /** @type {Root} */
  const root = find(parentElement, ".pixel-choice");
  root.ariaLabel = data.label;
  paintCells(find(root, "canvas"), floats(data.picture), data.light);
  if (!root.isDragged) root.at = data.chosen;
  const mark = () => {
    const at = root.at ?? 0;
    /** @type {HTMLElement} */ (find(root, "i")).style.cssText =
      `left: ${((at % SIDE) / SIDE) * 100}%; top: ${(Math.floor(at / SIDE) / SIDE) * 100}%`;
  };
  mark();
  /** @type {(column: number, row: number) => void} */
  const choose = (column, row) => {
    /** @type {(place: number) => number} */
    const inside = (place) => Math.min(Math.max(Math.floor(place), 0), SIDE - 1);
    const at = inside(row) * SIDE + inside(column);
    if (at === root.at) return;
    root.at = at;
    mark();
    setTriggerValue("chosen", at);
  };
  /** @param {PointerEvent} event */
  const point = ({ clientX, clientY }) => {
    const { left, top, width, height } = root.getBoundingClientRect();
    choose(((clientX - left) / width) * SIDE, ((clientY - top) / height) * SIDE);
  };
  root.onpointerdown = (event) => {
    root.isDragged = true;
    root.setPointerCapture(event.pointerId);
    point(event);
  };
  root.onpointermove = (event) => {
    if (root.isDragged) point(event);
  };
  root.onpointerup = root.onpointercancel = () => {
    root.isDragged = false;
  };
  root.onkeydown = (event) => {
    const way = WAYS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const at = root.at ?? 0;
    choose((at % SIDE) + way[0], Math.floor(at / SIDE) + way[1]);
  };
}
