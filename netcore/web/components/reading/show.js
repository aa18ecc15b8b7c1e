// The 28 × 28 picture that the network receives, and its answer.

import { paintCells, SIDE } from "../lib/cells.js";
import { t } from "../lib/language.js";
import { message } from "../lib/message.js";
import { find } from "../lib/required.js";
import { write } from "../lib/words.js";

const CAPTION = t("What the network receives: 28 × 28 numbers");

/**
 * Show the picture; its caption tells the number that is pointed at.
 * @param {HTMLElement} parent
 * @param {{ pixels: Float32Array | null, light: string[] }} picture 784 numbers, 0–1, null without ink; and colours from
 *   0 to 1
 */
export function showPicture(parent, { pixels, light }) {
  /** @type {HTMLCanvasElement} */
  const canvas = find(parent, "canvas");
  const caption = find(parent, "figcaption");
  /** @type {(row: number, column: number) => number} */
  const valueAt = (row, column) => (pixels ? pixels[row * SIDE + column] : 0);
  paintCells(canvas, pixels ?? Array(SIDE * SIDE).fill(0), light);
  const bright = pixels ? pixels.filter((pixel) => pixel > 0.5).length : 0;
  canvas.ariaLabel = pixels
    ? t("What the network receives: 28 × 28 numbers, {bright} of them above one half", { bright })
    : t("What the network receives: 28 × 28 numbers, all 0 yet");
  canvas.onpointermove = ({ offsetX, offsetY }) => {
    /** @type {(offset: number, length: number) => number} */
    const cell = (offset, length) => Math.min(Math.max(Math.floor((offset / length) * SIDE), 0), SIDE - 1);
    const row = cell(offsetY, canvas.clientHeight);
    const column = cell(offsetX, canvas.clientWidth);
    const pixel = valueAt(row, column).toFixed(4);
    caption.textContent = t("row {row}, column {column}: {pixel}", { row, column, pixel });
  };
  canvas.onpointerleave = () => (caption.textContent = CAPTION);
}

/**
/**
 * The digits to choose from, where there are several.
 * @param {HTMLElement} parent
 * @param {{ digits: number[], shown: number }} answer and which of them the neurons show, from 0
 */
export function showParts(parent, { digits, shown }) {
  /** @type {HTMLElement} */
  const parts = find(parent, ".parts");
  parts.hidden = digits.length < 2;
  if (parts.hidden) return;
  while (parts.children.length > digits.length) parts.lastElementChild?.remove();
  digits.forEach((digit, number) => {
    const button = parts.children[number] ?? parts.appendChild(document.createElement("button"));
    write(button, `${digit}`);
    button.ariaPressed = `${number === shown}`;
    /** @type {HTMLButtonElement} */ (button).onclick = () => message.pick(`part/${number}`);
  });
}

/**
 * Show the answer, in the output's data and in words.
 * @param {HTMLElement} output
 * @param {Pick<import("../lib/message.js").Shown, "kind" | "digit" | "confidence" | "network" | "words">} answer
 */
export function showAnswer(output, { kind, digit, confidence, network, words }) {
  Object.assign(output.dataset, { kind, digit, confidence, network });
  write(find(output, ".digit"), digit);
  write(find(output, ".words"), words);
}
