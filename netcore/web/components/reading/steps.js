// The five steps of the preprocessing, in the frames that the page has for them.

import { appear } from "../lib/appear.js";
import { paintCells, SIDE } from "../lib/cells.js";
import { levels } from "../lib/floats.js";
import { message } from "../lib/message.js";
import { finishedCanvas } from "./canvas.js";

const MARK = "#e08a1e";
const SIDE_LINES = [
  [0, 0, 1, 0],
  [1, 0, 1, 1],
  [1, 1, 0, 1],
  [0, 1, 0, 0],
];

/**
 * @param {any} answer of the server; its first pictures are made of what lies on the canvas
 * @param {any} data the server's message that it came with
 */
export async function showSteps(answer, data) {
  const { captions, frame, lines, upright, scaled, box } = answer.steps;
  const frames = await appear(() => document.querySelector("#steps"));
  if (data !== message.latest) return;
  const [first, second, third, fourth, fifth] = frames.querySelectorAll("canvas");
  frames.querySelectorAll("figure").forEach((figure, index) => {
    figure.querySelector("span").textContent = captions[index];
    const canvas = figure.querySelector("canvas");
    canvas.ariaLabel = figure.querySelector("figcaption").textContent;
    canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
  });
  const drawn = finishedCanvas();
  if (!frame || !drawn) return;
  const [left, top, width, height] = frame;
  const whole = { left: 0, top: 0, width: drawn.width, height: drawn.height };
  const part = { left, top, width, height };
  markLines(first, paintPart(first, drawn, whole), rectangle(left, top, width, height));
  markLines(second, paintPart(second, drawn, part), [lines[0]]);
  markLines(third, paintPart(third, drawn, part, upright), [lines[1]]);
  const margin = (SIDE - box) / 2;
  markLines(fourth, paintCells(fourth, levels(scaled), answer.light), rectangle(margin, margin, box, box));
  const middle = SIDE / 2;
  const cross = [
    [middle, 0, middle, SIDE],
    [0, middle, SIDE, middle],
  ];
  markLines(fifth, paintCells(fifth, answer.pixels, answer.light), cross);
}

function rectangle(left, top, width, height) {
  return SIDE_LINES.map(([x0, y0, x1, y1]) => [
    left + x0 * width,
    top + y0 * height,
    left + x1 * width,
    top + y1 * height,
  ]);
}

// Paint a part of what was drawn as large as the canvas allows, in its middle, with its rows moved sideways so that it
// stands upright; tell where it lies.
function paintPart(canvas, drawn, part, upright = { width: part.width, slant: 0, shift: 0 }) {
  const scale = Math.min(canvas.width / upright.width, canvas.height / part.height);
  const x = (canvas.width - scale * upright.width) / 2;
  const y = (canvas.height - scale * part.height) / 2;
  const context = canvas.getContext("2d");
  context.save();
  context.setTransform(scale, 0, -upright.slant * scale, scale, x + scale * upright.shift, y);
  context.drawImage(drawn, part.left, part.top, part.width, part.height, 0, 0, part.width, part.height);
  context.restore();
  return { x, y, scale };
}

// Lines from [x0, y0] to [x1, y1], in pixels of the picture that was painted.
function markLines(canvas, { x, y, scale }, lines) {
  const context = canvas.getContext("2d");
  context.strokeStyle = MARK;
  context.lineWidth = 3;
  context.beginPath();
  for (const [x0, y0, x1, y1] of lines) {
    context.moveTo(x + scale * x0, y + scale * y0);
    context.lineTo(x + scale * x1, y + scale * y1);
  }
  context.stroke();
}
