// The five steps of the preprocessing, in the frames that the page has for them.

import { appear } from "../lib/appear.js";
import { paintCells, SIDE } from "../lib/cells.js";
import { levels } from "../lib/floats.js";
import { message } from "../lib/message.js";
import { contextOf, find } from "../lib/required.js";
import { finishedCanvas } from "./canvas.js";
import { crossOver } from "./marks.js";

/** @typedef {import("../lib/cells.js").Spot} Spot */
/** @typedef {import("../lib/message.js").Stretch} Stretch */
/** @typedef {{ left: number, top: number, width: number, height: number }} Rectangle of what was drawn, in its pixels */

const MARK = "#e08a1e";
/** @type {Stretch[]} */
const SIDE_LINES = [
  [0, 0, 1, 0],
  [1, 0, 1, 1],
  [1, 1, 0, 1],
  [0, 1, 0, 0],
];

/**
 * Show the steps, once the page has the frames. The first pictures are made of what lies on the canvas.
 * @param {NonNullable<import("../lib/message.js").Shown["steps"]>} steps
 * @param {{ pixels: Float32Array | null, light: string[], strays: import("../lib/parts.js").Box[] }} picture that came of
 *   them, colours from 0 to 1, and what of the drawing was put aside
 * @param {object} data the server's message that they came with
 */
export async function showSteps(steps, { pixels, light, strays }, data) {
  const frames = await appear(
    () => document.querySelector("#steps"),
    () => data !== message.latest,
  );
  if (!frames) return;
  const canvases = frames.querySelectorAll("canvas");
  frames.querySelectorAll("figure").forEach((figure, index) => {
    find(figure, "span").textContent = steps.captions[index];
    const canvas = canvases[index];
    canvas.ariaLabel = find(figure, "figcaption").textContent;
    contextOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
  });
  const drawn = finishedCanvas();
  if (!steps.frame || !pixels || !drawn) return;
  const { lines, upright, scaled, box } = steps;
  const [first, second, third, fourth, fifth] = canvases;
  const [left, top, width, height] = steps.frame;
  const whole = { left: 0, top: 0, width: drawn.width, height: drawn.height };
  const part = { left, top, width, height };
  markLines(first, paintPart(first, drawn, whole), [
    ...rectangle(left, top, width, height),
    ...strays.flatMap(crossOver),
  ]);
  markLines(second, paintPart(second, drawn, part), [lines[0]]);
  markLines(third, paintPart(third, drawn, part, upright), [lines[1]]);
  const margin = (SIDE - box) / 2;
  markLines(fourth, paintCells(fourth, levels(scaled), light), rectangle(margin, margin, box, box));
  const middle = SIDE / 2;
  /** @type {Stretch[]} */
  const axes = [
    [middle, 0, middle, SIDE],
    [0, middle, SIDE, middle],
  ];
  markLines(fifth, paintCells(fifth, pixels, light), axes);
}

/**
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 * @returns {Stretch[]} its four sides
 */
function rectangle(left, top, width, height) {
  /** @type {(line: Stretch) => Stretch} */
  const placed = ([x0, y0, x1, y1]) => [left + x0 * width, top + y0 * height, left + x1 * width, top + y1 * height];
  return SIDE_LINES.map(placed);
}

/**
 * Paint a part of what was drawn as large as the canvas allows, in its middle, with its rows moved sideways so that it
 * stands upright.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLCanvasElement} drawn
 * @param {Rectangle} part
 * @param {import("../lib/message.js").Upright} upright
 * @returns {Spot} where it lies, in pixels of the canvas
 */
function paintPart(canvas, drawn, part, upright = { width: part.width, slant: 0, shift: 0 }) {
  const scale = Math.min(canvas.width / upright.width, canvas.height / part.height);
  const x = (canvas.width - scale * upright.width) / 2;
  const y = (canvas.height - scale * part.height) / 2;
  const context = contextOf(canvas);
  context.save();
  context.setTransform(scale, 0, -upright.slant * scale, scale, x + scale * upright.shift, y);
  context.drawImage(drawn, part.left, part.top, part.width, part.height, 0, 0, part.width, part.height);
  context.restore();
  return { x, y, scale };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Spot} spot where a picture was painted on it
 * @param {Stretch[]} lines in pixels of that picture
 */
function markLines(canvas, { x, y, scale }, lines) {
  const context = contextOf(canvas);
  context.strokeStyle = MARK;
  context.lineWidth = 3;
  context.beginPath();
  for (const [x0, y0, x1, y1] of lines) {
    context.moveTo(x + scale * x0, y + scale * y0);
    context.lineTo(x + scale * x1, y + scale * y1);
  }
  context.stroke();
}
