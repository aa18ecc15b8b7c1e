// Numbers of a neuron's inputs as a picture: pixels where they are pixels, discs in rows where they are neurons.

import { SIDE } from "../lib/cells.js";
import { contextOf } from "../lib/required.js";

/** @typedef {import("./view.js").Palette} Palette */
/** @typedef {(value: number) => [number, number, number]} Colour red, green and blue of a number, 0–255 */
/** @typedef {{ columns: number, rows: number, isRound: boolean, isNumbered: boolean }} Layout */

const PIXEL = 10; // side of a cell, in pixels of the canvas
const DISC = 48; // of one that is a neuron
const NUMBER = 20; // more height, where its number stands under it
const NUMBERED = 32; // so many neurons have their numbers under them
const ROW = [16, 8]; // of neurons, in wide places and in narrow ones
const STEPS = 64; // of a colour that are told apart
const INK = 0.5; // pixels with more are inside the drawing's outline

/**
 * @param {number} count of inputs
 * @param {number} layer from 1: of the neuron
 * @param {boolean} isNarrow
 * @returns {Layout}
 */
export function layoutOf(count, layer, isNarrow) {
  if (layer === 1) return { columns: SIDE, rows: Math.ceil(count / SIDE), isRound: false, isNumbered: false };
  const isNumbered = count <= NUMBERED;
  const columns = isNumbered ? Math.min(count, ROW[Number(isNarrow)]) : Math.ceil(Math.sqrt(count));
  return { columns, rows: Math.ceil(count / columns), isRound: true, isNumbered };
}

/**
 * @param {Palette} palette
 * @returns {Colour} light, from 0 to 1
 */
export function lightColour({ light }) {
  const colours = light.map(rgb);
  return (value) => colours[Math.round(Math.min(Math.max(value, 0), 1) * (colours.length - 1))];
}

/**
 * @param {Palette} palette
 * @param {number} reach gets the full colour
 * @returns {Colour} blue above and orange below zero
 */
export function signedColour({ ground, positive, negative }, reach) {
  const zero = rgb(ground);
  /** @type {(end: number[]) => [number, number, number][]} */
  const steps = (end) =>
    Array.from({ length: STEPS + 1 }, (_, step) => {
      const [red, green, blue] = zero.map((from, at) => Math.round(from + (step / STEPS) * (end[at] - from)));
      return [red, green, blue];
    });
  const [up, down] = [steps(positive), steps(negative)];
  return (value) => (value < 0 ? down : up)[Math.round(STEPS * Math.min(Math.abs(value) / reach, 1))];
}

/**
 * @param {string} colour #rrggbb
 * @returns {[number, number, number]}
 */
function rgb(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return [red, green, blue];
}

/**
 * @param {ArrayLike<number>} weights
 * @returns {number} the one that gets the full colour, as pixel_map.py has it: the 99th of 100
 */
export function reachOf(weights) {
  const sorted = Float32Array.from(weights, Math.abs).sort();
  return Math.max(sorted[Math.min(Math.ceil(0.99 * (sorted.length - 1)), sorted.length - 1)], 1e-9);
}

/**
 * Make a canvas ready: what its style says is asked for once, because the browser looks at the whole page for that.
 * @param {HTMLCanvasElement} canvas
 * @param {Layout} layout
 */
export function sizeCells(canvas, { columns, rows, isRound, isNumbered }) {
  const side = isRound ? DISC : PIXEL;
  canvas.width = columns * side;
  canvas.height = rows * (side + (isNumbered ? NUMBER : 0));
  const { color, fontFamily } = getComputedStyle(canvas);
  const context = contextOf(canvas);
  Object.assign(context, { font: `17px ${fontFamily}`, textAlign: "center", imageSmoothingEnabled: false });
  Object.assign(context, { strokeStyle: color, lineWidth: isRound ? 1 : 1.5 });
}

/** 28 × 28 pixels, and where they are painted before they are made larger. @type {ImageData | undefined} */
let small;
/** @type {CanvasRenderingContext2D | undefined} */
let paper;

/**
 * @param {HTMLCanvasElement} canvas as `sizeCells` left it
 * @param {Layout} layout
 * @param {ArrayLike<number>} values
 * @param {Colour} colour
 * @param {(value: number) => string} words of a number
 */
export function paintValues(canvas, { columns, isRound, isNumbered }, values, colour, words) {
  const context = contextOf(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!isRound) {
    const picture = (small ??= new ImageData(SIDE, SIDE));
    for (let at = 0; at < values.length; at++) {
      const [red, green, blue] = colour(values[at]);
      picture.data[4 * at] = red;
      picture.data[4 * at + 1] = green;
      picture.data[4 * at + 2] = blue;
      picture.data[4 * at + 3] = 255;
    }
    paper ??= contextOf(Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE }));
    paper.putImageData(picture, 0, 0);
    context.drawImage(paper.canvas, 0, 0, canvas.width, canvas.height);
    return;
  }
  const height = DISC + (isNumbered ? NUMBER : 0);
  for (let at = 0; at < values.length; at++) {
    const [x, y] = [((at % columns) + 0.5) * DISC, Math.floor(at / columns) * height + DISC / 2];
    context.fillStyle = `rgb(${colour(values[at])})`;
    context.beginPath();
    context.arc(x, y, 0.38 * DISC, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 0.5;
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = context.strokeStyle;
    if (isNumbered) context.fillText(words(values[at]), x, y + DISC / 2 + NUMBER / 2);
  }
}

/**
 * The outline of the drawing, over a picture of 28 × 28 cells.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} pixels 0–1
 */
export function outline(canvas, pixels) {
  const context = contextOf(canvas);
  /** @type {(row: number, column: number) => boolean} */
  const isInk = (row, column) =>
    row >= 0 && column >= 0 && row < SIDE && column < SIDE && pixels[row * SIDE + column] > INK;
  context.beginPath();
  for (let row = 0; row <= SIDE; row++) {
    for (let column = 0; column <= SIDE; column++) {
      const [x, y] = [column * PIXEL, row * PIXEL];
      const here = isInk(row, column);
      if (here !== isInk(row - 1, column)) line(context, x, y, x + PIXEL, y);
      if (here !== isInk(row, column - 1)) line(context, x, y, x, y + PIXEL);
    }
  }
  context.stroke();
}

/** @type {(context: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number) => void} */
function line(context, x, y, toX, toY) {
  context.moveTo(x, y);
  context.lineTo(toX, toY);
}

/**
 * @param {Layout} layout
 * @param {number} at a cell
 * @returns {string} where it lies in its picture, as CSS writes it
 */
export function placeOf({ columns, rows }, at) {
  const [left, top] = [((at % columns) / columns) * 100, (Math.floor(at / columns) / rows) * 100];
  return `left: ${left}%; top: ${top}%; width: ${100 / columns}%; height: ${100 / rows}%`;
}
