// The drawing on the canvas, with the stroke that isn't finished as the canvas will draw it when the pen goes up
// (Fabric.js, its PencilBrush and Path): so nothing changes then.

import { finishedCanvas } from "./canvas.js";

const CLOSE = 0.4; // pixels between two points of a stroke, of which the canvas then drops one
const DOT = 0.02; // pixels by which the canvas makes a stroke longer, so that a single point is a dot

// canvas: the one that the pen is on; touch: which finger it is, if it is one; points: where it was, in pixels of the
// canvas; below: what was there before; isOver: the pen is up, and the canvas is about to finish the stroke.
export function newStroke(canvas, event) {
  const touch = event.changedTouches?.[0];
  const points = [placeOn(canvas, touch ?? event)];
  return { canvas, touch: touch?.identifier, points, below: undefined, isOver: false };
}

// Take in where the pen is now; whether it moved.
export function extend({ canvas, touch, points }, event) {
  const pen = event.changedTouches ? [...event.changedTouches].find(({ identifier }) => identifier === touch) : event;
  if (!pen) return false; // another finger
  const [x, y] = placeOn(canvas, pen);
  if (points.length > 1 && x === points.at(-1)[0] && y === points.at(-1)[1]) return false;
  if (event.shiftKey && points.length > 1) points.pop(); // the canvas draws a straight line
  points.push([x, y]);
  return true;
}

function placeOn(canvas, { clientX, clientY }) {
  const { left, top, width } = canvas.getBoundingClientRect();
  const scale = canvas.width / width;
  return [scale * (clientX - left), scale * (clientY - top)];
}

const papers = {}; // canvases that are never seen, by what they are for

function paper(use, { width, height }) {
  papers[use] ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  Object.assign(papers[use].canvas, { width, height }); // which also clears it
  return papers[use];
}

// What lies on the canvas, the unfinished stroke included; undefined if there is no canvas.
export function pictureOnCanvas(unfinished, pen) {
  const finished = finishedCanvas();
  if (!finished) return undefined;
  const { width, height } = finished;
  const drawing = paper("drawing", finished);
  if (unfinished) {
    unfinished.below ??= copied(finished); // to ask the canvas each time would take long
    drawing.drawImage(unfinished.below, 0, 0);
    drawStroke(drawing, unfinished.points, pen);
  } else {
    drawing.drawImage(finished, 0, 0);
  }
  return drawing.getImageData(0, 0, width, height);
}

function copied(canvas) {
  const copy = paper("below", canvas);
  copy.drawImage(canvas, 0, 0);
  return copy.canvas;
}

// The points, except those close to others and the last but one, joined by curves that bend at each and pass half
// way between them. They become a picture that begins on a whole pixel, and that is laid where it belongs.
function drawStroke(drawing, points, pen) {
  const kept = [points[0]];
  points.forEach((point, index) => {
    const isApart = Math.hypot(point[0] - kept.at(-1)[0], point[1] - kept.at(-1)[1]) >= CLOSE;
    const isLast = index === points.length - 1;
    if (index && (isLast || (index < points.length - 2 && isApart))) kept.push(point);
  });
  const middles = kept.slice(1).map(([x, y], index) => [(kept[index][0] + x) / 2, (kept[index][1] + y) / 2]);
  const longer = (end, from, to, by) =>
    kept.length > 2 ? end.map((value, axis) => value + by * Math.sign(to[axis] - from[axis])) : [end[0] + by, end[1]];
  const ends = [longer(kept[0], kept[1], kept[2], -DOT), longer(kept.at(-1), kept.at(-2), kept.at(-1), DOT)];
  const begin = [0, 1].map((axis) => leastOf(kept, middles, ends, axis) - pen / 2);
  const [x, y] = begin.map((edge) => edge - Math.floor(edge));
  const stroke = paper("stroke", drawing.canvas);
  stroke.translate(-x, -y);
  Object.assign(stroke, { lineWidth: pen, lineCap: "round", lineJoin: "round", strokeStyle: "#fff" });
  stroke.beginPath();
  stroke.moveTo(...ends[0]);
  middles.forEach((middle, index) => stroke.quadraticCurveTo(...kept[index], ...middle));
  stroke.lineTo(...ends[1]);
  stroke.stroke();
  drawing.drawImage(stroke.canvas, x, y);
}

// How far a stroke reaches to the left, or up: at an end, between two points, or where a curve turns round.
// Fabric.js looks for that on the cubic curve that has the bend for both its control points.
function leastOf(kept, middles, ends, axis) {
  const on = (place) => place[axis];
  const starts = [ends[0], ...middles];
  const turns = middles.map((middle, index) => {
    const [start, bend, end] = [starts[index], kept[index], middle].map(on);
    if (bend >= Math.min(start, end)) return end;
    const part = Math.sqrt(start - bend) / (Math.sqrt(start - bend) + Math.sqrt(end - bend));
    return start * (1 - part) ** 3 + 3 * bend * part * (1 - part) + end * part ** 3;
  });
  return Math.min(...ends.map(on), ...middles.map(on), ...turns);
}
