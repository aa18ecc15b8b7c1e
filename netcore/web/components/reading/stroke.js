// The drawing on the canvas, with the stroke that isn't finished as the canvas will draw it when the pen goes up: so
// nothing changes then.

import { Curve } from "../lib/curve.js";
import { contextOf } from "../lib/required.js";
import { finishedCanvas } from "./canvas.js";

/** @typedef {import("../lib/curve.js").Piece} Piece */

/**
 * @typedef {object} Stroke
 * @property {HTMLCanvasElement} canvas the one that the pen is on
 * @property {Curve} curve
 * @property {{ settled: Path2D, count: number }} path of so many of its settled pieces
 * @property {HTMLCanvasElement | undefined} below what was there before
 * @property {boolean} isOver the pen is up, and the canvas is about to finish the stroke
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {MouseEvent} event
 * @returns {Stroke}
 */
export function newStroke(canvas, event) {
  const path = { settled: new Path2D(), count: 0 };
  return { canvas, curve: new Curve(placeOn(canvas, event)), path, below: undefined, isOver: false };
}

/**
 * Take in where the pen is now.
 * @param {Stroke} stroke
 * @param {MouseEvent} event
 * @returns {boolean} whether it moved
 */
export function extend({ canvas, curve }, event) {
  return curve.extend(placeOn(canvas, event), event.shiftKey);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {MouseEvent} event
 * @returns {import("../lib/curve.js").Point}
 */
function placeOn(canvas, { clientX, clientY }) {
  const { left, top, width } = canvas.getBoundingClientRect();
  const scale = canvas.width / width;
  return [scale * (clientX - left), scale * (clientY - top)];
}

/** @type {Record<string, CanvasRenderingContext2D>} */
const papers = {}; // canvases that are never seen, by what they are for

/**
 * @param {string} use what it is for
 * @param {HTMLCanvasElement} canvas as large as this
 * @returns {CanvasRenderingContext2D} of an empty one
 */
function paper(use, { width, height }) {
  papers[use] ??= contextOf(document.createElement("canvas"), { willReadFrequently: true });
  Object.assign(papers[use].canvas, { width, height }); // which also clears it
  return papers[use];
}

/**
 * What lies on the canvas.
 * @param {Stroke | undefined} unfinished
 * @param {number} pen its width in pixels
 * @returns {ImageData | undefined} the unfinished stroke included; undefined if there is no canvas
 */
export function pictureOnCanvas(unfinished, pen) {
  const finished = finishedCanvas();
  if (!finished) return undefined;
  const { width, height } = finished;
  const drawing = paper("drawing", finished);
  if (unfinished) {
    unfinished.below ??= copied(finished); // to ask the canvas each time would take long
    drawing.drawImage(unfinished.below, 0, 0);
    drawStroke(drawing, unfinished, pen);
  } else {
    drawing.drawImage(finished, 0, 0);
  }
  return drawing.getImageData(0, 0, width, height);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {HTMLCanvasElement} the paper that shows the same; the next copy is made on it, too
 */
function copied(canvas) {
  const copy = paper("below", canvas);
  copy.drawImage(canvas, 0, 0);
  return copy.canvas;
}

/**
 * The stroke becomes a picture that begins on a whole pixel, and that is laid where it belongs. All of it is drawn each
 * time: a part alone, clipped, comes out with single pixels that differ.
 * @param {CanvasRenderingContext2D} drawing
 * @param {Stroke} stroke
 * @param {number} pen its width in pixels
 */
function drawStroke(drawing, stroke, pen) {
  const { tail, last, least } = stroke.curve.now();
  const [x, y] = least.map((edge) => edge - pen / 2 - Math.floor(edge - pen / 2));
  const sheet = paper("stroke", drawing.canvas);
  sheet.setTransform(1, 0, 0, 1, -x, -y);
  Object.assign(sheet, { lineWidth: pen, lineCap: "round", lineJoin: "round", strokeStyle: "#fff" });
  sheet.stroke(pathOf(stroke, tail, last));
  drawing.drawImage(sheet.canvas, x, y);
}

/**
 * The whole line; the pieces that can't change any more are put together once.
 * @param {Stroke} stroke
 * @param {Piece[]} tail
 * @param {import("../lib/curve.js").Point[]} last
 * @returns {Path2D}
 */
function pathOf(stroke, tail, last) {
  const { settled } = stroke.curve;
  const begin = settled[0]?.[0] ?? tail[0]?.[0] ?? last[0];
  if (settled.length && !stroke.path.count) stroke.path.settled.moveTo(...begin);
  for (; stroke.path.count < settled.length; stroke.path.count++) {
    const [, bend, end] = settled[stroke.path.count];
    stroke.path.settled.quadraticCurveTo(...bend, ...end);
  }
  const path = new Path2D(settled.length ? stroke.path.settled : undefined);
  if (!settled.length) path.moveTo(...begin);
  for (const [, bend, end] of tail) path.quadraticCurveTo(...bend, ...end);
  path.lineTo(...last[1]);
  return path;
}
