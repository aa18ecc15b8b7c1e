// The drawing on the canvas, with the stroke that isn't finished as the canvas will draw it when the pen goes up: so
// nothing changes then.

import { Curve } from "../lib/curve.js";
import { contextOf } from "../lib/required.js";
import { finishedCanvas } from "./canvas.js";

/** @typedef {import("../lib/curve.js").Piece} Piece */
/** @typedef {MouseEvent | TouchEvent} PenEvent of a mouse or a finger */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box in pixels of the canvas */

/**
 * @typedef {object} Stroke
 * @property {HTMLCanvasElement} canvas the one that the pen is on
 * @property {number | undefined} touch which finger it is, if it is one
 * @property {Curve} curve
 * @property {HTMLCanvasElement | undefined} below what was there before
 * @property {boolean} isOver the pen is up, and the canvas is about to finish the stroke
 * @property {{ shift: number[], settled: number, tail: Box } | undefined} drawn what the paper shows of it: moved by so
 *   much, with so many settled pieces, and what came after them lies in that box
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {PenEvent} event
 * @returns {Stroke}
 */
export function newStroke(canvas, event) {
  const pen = "changedTouches" in event ? event.changedTouches[0] : event;
  const touch = "identifier" in pen ? pen.identifier : undefined;
  const curve = new Curve(placeOn(canvas, pen));
  return { canvas, touch, curve, below: undefined, isOver: false, drawn: undefined };
}

/**
 * Take in where the pen is now.
 * @param {Stroke} stroke
 * @param {PenEvent} event
 * @returns {boolean} whether it moved
 */
export function extend({ canvas, touch, curve }, event) {
  const pen =
    "changedTouches" in event ? [...event.changedTouches].find(({ identifier }) => identifier === touch) : event;
  return pen !== undefined && curve.extend(placeOn(canvas, pen), event.shiftKey); // or it is another finger
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ clientX: number, clientY: number }} pen
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
 * @returns {CanvasRenderingContext2D}
 */
function paper(use, { width, height }) {
  papers[use] ??= contextOf(document.createElement("canvas"), { willReadFrequently: true });
  const { canvas } = papers[use];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
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
  drawing.clearRect(0, 0, width, height);
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
  copy.clearRect(0, 0, canvas.width, canvas.height);
  copy.drawImage(canvas, 0, 0);
  return copy.canvas;
}

/**
 * The stroke becomes a picture that begins on a whole pixel, and that is laid where it belongs. Only its new end is
 * drawn, unless it begins elsewhere now: whatever passes there, as one line.
 * @param {CanvasRenderingContext2D} drawing
 * @param {Stroke} stroke
 * @param {number} pen its width in pixels
 */
function drawStroke(drawing, stroke, pen) {
  const { settled } = stroke.curve;
  const { tail, last, least } = stroke.curve.now();
  const shift = least.map((edge) => edge - pen / 2 - Math.floor(edge - pen / 2));
  const { drawn } = stroke;
  const tailBox = boxOf([...tail.flat(), ...last], pen);
  const fresh = drawn?.shift.every((by, axis) => by === shift[axis])
    ? join(boxOf(settled.slice(drawn.settled).flat(), pen), join(drawn.tail, tailBox))
    : { left: 0, top: 0, right: drawing.canvas.width + 1, bottom: drawing.canvas.height + 1 };
  stroke.drawn = { shift, settled: settled.length, tail: tailBox };

  const sheet = paper("stroke", drawing.canvas);
  sheet.save();
  sheet.translate(-shift[0], -shift[1]);
  sheet.beginPath();
  const corner = [Math.floor(fresh.left - shift[0]) + shift[0], Math.floor(fresh.top - shift[1]) + shift[1]];
  const size = [Math.ceil(fresh.right - fresh.left) + 1, Math.ceil(fresh.bottom - fresh.top) + 1];
  sheet.rect(corner[0], corner[1], size[0], size[1]); // whole pixels of the paper
  sheet.clip();
  sheet.clearRect(corner[0], corner[1], size[0], size[1]);
  Object.assign(sheet, { lineWidth: pen, lineCap: "round", lineJoin: "round", strokeStyle: "#fff" });
  sheet.beginPath();
  let [x, y] = [NaN, NaN]; // where the line ends so far
  /** @type {(...piece: Piece) => void} */
  const draw = (start, bend, end) => {
    if (start[0] !== x || start[1] !== y) sheet.moveTo(start[0], start[1]);
    sheet.quadraticCurveTo(bend[0], bend[1], end[0], end[1]);
    [x, y] = end;
  };
  for (const piece of settled) if (touches(boxOf(piece, pen), fresh)) draw(...piece);
  for (const piece of tail) draw(...piece);
  if (!tail.length) sheet.moveTo(last[0][0], last[0][1]);
  sheet.lineTo(last[1][0], last[1][1]);
  sheet.stroke();
  sheet.restore();
  drawing.drawImage(sheet.canvas, shift[0], shift[1]);
}

/**
 * What a line through these points can cover.
 * @param {number[][]} points
 * @param {number} pen its width in pixels
 * @returns {Box}
 */
function boxOf(points, pen) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    box.left = Math.min(box.left, x - pen / 2 - 1);
    box.right = Math.max(box.right, x + pen / 2 + 1);
    box.top = Math.min(box.top, y - pen / 2 - 1);
    box.bottom = Math.max(box.bottom, y + pen / 2 + 1);
  }
  return box;
}

/**
 * @param {Box} one
 * @param {Box} other
 * @returns {Box}
 */
function join(one, other) {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/**
 * @param {Box} one
 * @param {Box} other
 * @returns {boolean}
 */
function touches(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
