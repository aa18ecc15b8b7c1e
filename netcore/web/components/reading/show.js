// The 28 × 28 picture that the network receives, and its answer.

import { paintCells, SIDE } from "../lib/cells.js";
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

export function showAnswer(output, { kind, digit, confidence, network, words }) {
  Object.assign(output.dataset, { kind, digit, confidence, network });
  write(output.querySelector(".digit"), digit);
  write(output.querySelector(".words"), words);
}
