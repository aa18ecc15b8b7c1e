// The five steps of the preprocessing, in the frames that the page has for them.

import { appear } from "../lib/appear.js";
import { paintCells, SIDE } from "../lib/cells.js";
import { message } from "../lib/message.js";

const MARK = "#e08a1e";
const SIDE_LINES = [
  [0, 0, 1, 0],
  [1, 0, 1, 1],
  [1, 1, 0, 1],
  [0, 1, 0, 0],
];

export async function showSteps(data) {
  const { captions, drawn, cropped, upright, scaled, box } = data.steps;
  const frames = await appear(() => document.querySelector("#steps"));
  const pictures = await Promise.all([drawn, cropped, upright].map((step) => step && decoded(step.url)));
  if (data !== message.latest) return;
  const [first, second, third, fourth, fifth] = frames.querySelectorAll("canvas");
  frames.querySelectorAll("figure").forEach((figure, index) => {
    figure.querySelector("span").textContent = captions[index];
    const canvas = figure.querySelector("canvas");
    canvas.ariaLabel = figure.querySelector("figcaption").textContent;
    canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
  });
  if (!drawn) return;
  const [left, top, width, height] = drawn.frame;
  markLines(first, paintPicture(first, pictures[0]), rectangle(left, top, width, height));
  markLines(second, paintPicture(second, pictures[1]), [cropped.line]);
  markLines(third, paintPicture(third, pictures[2]), [upright.line]);
  const margin = (SIDE - box) / 2;
  markLines(fourth, paintCells(fourth, scaled, data.light), rectangle(margin, margin, box, box));
  const middle = SIDE / 2;
  const cross = [
    [middle, 0, middle, SIDE],
    [0, middle, SIDE, middle],
  ];
  markLines(fifth, paintCells(fifth, data.pixels, data.light), cross);
}

async function decoded(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

function rectangle(left, top, width, height) {
  return SIDE_LINES.map(([x0, y0, x1, y1]) => [
    left + x0 * width,
    top + y0 * height,
    left + x1 * width,
    top + y1 * height,
  ]);
}

// Paint a picture as large as the canvas allows, in its middle; tell where it lies.
function paintPicture(canvas, image) {
  const scale = Math.min(canvas.width / image.width, canvas.height / image.height);
  const x = (canvas.width - scale * image.width) / 2;
  const y = (canvas.height - scale * image.height) / 2;
  canvas.getContext("2d").drawImage(image, x, y, scale * image.width, scale * image.height);
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
