// Labelled examples run through the diagram, one after the other, in the place of the drawing: the picture, layer after
// layer, and whether the answer is the label.

import { SIDE } from "../lib/cells.js";
import { chartOf, pixelsIn } from "../lib/figures.js";
import { drawnLevels } from "../lib/floats.js";
import { t } from "../lib/language.js";
import { isStill } from "../lib/motion.js";
import { forward } from "../lib/network.js";
import { stageThat } from "../lib/stage.js";
import { dress } from "./dress.js";
import { placeBefore } from "./outputs.js";

/**
 * @typedef {object} ExamplesMessage as `Examples` of stage.py
 * @property {number} number
 * @property {string[]} pictures
 * @property {number[]} labels
 * @property {number} seconds
 */

const LEAST = 250; // ms for each
const STILL = 1000; // where nothing should move
const RUNNING = 0.5; // so much of its time the signal of an example runs, then it stands
const PATIENCE = 700; // ms for which the last one stays until others come

/** @type {{ number?: number, queue: (() => void)[], timer: number, isRunning: boolean }} isRunning: one of them is */
const now = { queue: [], timer: 0, isRunning: false };

/** @param {ExamplesMessage | null} examples null: at once there are none */
export function runExamples(examples) {
  if (!examples) return endExamples();
  if (examples.number === now.number) return;
  now.number = examples.number;
  const time = Math.max(1000 * examples.seconds, isStill() ? STILL : LEAST);
  now.queue = examples.pictures.map((picture, place) => () => show(picture, examples.labels[place], time));
  if (!now.isRunning) next();
}

/** No example is in the diagram any more. */
export function endExamples() {
  clearTimeout(now.timer);
  if (now.timer) clear();
  Object.assign(now, { number: undefined, queue: [], timer: 0, isRunning: false });
}

function next() {
  clearTimeout(now.timer);
  const first = now.queue.shift();
  now.isRunning = Boolean(first);
  if (first) first();
  else now.timer = setTimeout(clear, PATIENCE);
}

function clear() {
  now.timer = 0;
  document.querySelector(".stage-example")?.remove();
  stageThat({ example: null });
}

/**
 * @param {string} picture
 * @param {number} label
 * @param {number} time in ms
 */
function show(picture, label, time) {
  const painted = chartOf("network")?.netcorePainted;
  if (!painted) return next(); // there is no diagram to run through
  const { layers } = painted.network;
  const trace = forward(painted.network, drawnLevels(picture, SIDE * SIDE));
  const outputs = trace.activations[layers.length];
  const answer = outputs.indexOf(Math.max(...outputs));
  const steps = isStill() ? [Infinity] : [...layers.keys(), Infinity];
  /** @param {number} step */
  const take = (step) => {
    stageThat({ example: { trace, front: steps[step] } });
    mark(label, step === steps.length - 1 ? answer : undefined);
    const isLast = step === steps.length - 1;
    const pause = isLast && steps.length > 1 ? 1 - RUNNING : RUNNING / (steps.length - 1);
    now.timer = setTimeout(isLast ? next : () => take(step + 1), time * (steps.length > 1 ? pause : 1));
  };
  take(0);
}

/**
 * Write the label beside the picture, and a mark before the brightest output.
 * @param {number} label
 * @param {number | undefined} answer undefined until there is one
 */
function mark(label, answer) {
  const chart = chartOf("network");
  const place = chart?.closest(".st-key-network");
  if (!chart || !place) return;
  let example = place.querySelector(".stage-example");
  if (chart.netcoreIsLive) return example?.remove(); // the pen is moving
  if (!example) {
    example = document.createElement("div");
    example.className = "stage-example";
    example.ariaHidden = "true";
    example.innerHTML = "<span class='label'></span><span class='mark'></span>";
    place.append(example);
  }
  dress(/** @type {HTMLElement} */ (example));
  const [words, sign] = /** @type {HTMLCollectionOf<HTMLElement>} */ (example.children);
  const at = pixelsIn(chart);
  const [left, top] = at(-0.5, -0.5);
  const unit = at(1, 0)[0] - at(0, 0)[0];
  words.innerHTML = "<small></small> <b></b>";
  words.children[0].textContent = t("label");
  words.children[1].textContent = `${label}`;
  words.style.cssText = `left: ${left + 0.6 * unit}px; top: ${top + 0.4 * unit}px; font-size: ${4.5 * unit}px`;
  sign.hidden = answer === undefined;
  if (answer === undefined) return;
  const { left: across, top: down, size } = placeBefore(chart, answer);
  sign.textContent = answer === label ? "✓" : "✗";
  sign.dataset.right = `${answer === label}`;
  sign.style.cssText = `left: ${across}px; top: ${down}px; font-size: ${Math.max(size, 16)}px`;
}
