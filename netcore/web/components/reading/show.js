// The 28 × 28 picture that the network receives, and its answer.

import { paintCells, SIDE } from "../lib/cells.js";
import { message } from "../lib/message.js";
import { write } from "../lib/words.js";

const CAPTION = "What the network receives: 28 × 28 numbers";

export function showPicture(parent, { pixels, light }) {
  const canvas = parent.querySelector("canvas");
  const caption = parent.querySelector("figcaption");
  const valueAt = (row, column) => (pixels ? pixels[row * SIDE + column] : 0);
  paintCells(canvas, pixels ?? Array(SIDE * SIDE).fill(0), light);
  const bright = pixels ? pixels.filter((pixel) => pixel > 0.5).length : 0;
  canvas.ariaLabel = `${CAPTION}, ${pixels ? `${bright} of them above one half` : "all 0 yet"}`;
  canvas.onpointermove = ({ offsetX, offsetY }) => {
    const cell = (offset, length) => Math.min(Math.max(Math.floor((offset / length) * SIDE), 0), SIDE - 1);
    const row = cell(offsetY, canvas.clientHeight);
    const column = cell(offsetX, canvas.clientWidth);
    caption.textContent = `row ${row}, column ${column}: ${valueAt(row, column).toFixed(4)}`;
  };
  canvas.onpointerleave = () => (caption.textContent = CAPTION);
}

/**
 * The digits to choose from, where there are several.
 * @param {Element} parent
 * @param {{ digits: number[], shown: number }} answer
 */
export function showParts(parent, { digits, shown }) {
  const parts = /** @type {HTMLElement} */ (parent.querySelector(".parts"));
  parts.hidden = digits.length < 2;
  if (parts.hidden) return;
  while (parts.children.length > digits.length) parts.lastElementChild.remove();
  digits.forEach((digit, number) => {
    const button = parts.children[number] ?? parts.appendChild(document.createElement("button"));
    write(button, `${digit}`);
    button.ariaPressed = `${number === shown}`;
    /** @type {HTMLButtonElement} */ (button).onclick = () => message.pick(`part/${number}`);
  });
}

export function showAnswer(output, { kind, digit, confidence, network, words }) {
  Object.assign(output.dataset, { kind, digit, confidence, network });
  write(output.querySelector(".digit"), digit);
  write(output.querySelector(".words"), words);
}
