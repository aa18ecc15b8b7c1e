// The signal runs through the layers slowly, at the reader's pace: on and on, or layer by layer.

import { chartOf } from "../lib/figures.js";
import { t } from "../lib/language.js";
import { isStill } from "../lib/motion.js";
import { find } from "../lib/required.js";
import { layerNames, stageThat } from "../lib/stage.js";
import { write } from "../lib/words.js";
import { dress } from "./dress.js";
import { inWords } from "./names.js";
import { isHigh } from "./outputs.js";

const A_LAYER = 1200; // ms
const LONGEST = 400; // ms: a frame that took longer counts as this long
const HTML = '<button type="button"></button><button type="button" hidden></button><p aria-live="polite"></p>';

/**
 * @typedef {object} Wave
 * @property {number} front the layer that it has come to; Infinity where there is none
 * @property {number} goal it goes on to this layer
 * @property {number} frame the one that is asked for; 0 while it rests
 * @property {boolean} isOffered
 * @property {HTMLElement} [place] its buttons, in the corner of the diagram
 * @property {() => void} tell that it has reached the outputs
 */
/** @type {Wave} */
const wave = { front: Infinity, goal: 0, frame: 0, isOffered: false, tell: () => {} };

/**
 * @param {boolean} isOffered
 * @param {() => void} tell that it has reached the outputs
 */
export function offerWave(isOffered, tell) {
  Object.assign(wave, { isOffered, tell });
  if (!isOffered) takeAway();
  else followDrawing();
}

/** The diagram was painted: it has the buttons; and without a drawing there is no signal. */
export function followDrawing() {
  const network = chartOf("network")?.closest(".st-key-network");
  if (!wave.isOffered || !network || !painted()) return;
  if (!wave.place?.isConnected) putOn(network);
  wave.place?.classList.toggle("high", isHigh());
  if (wave.front < Infinity && !painted()?.trace) endWave();
  else showButtons();
}

/** @param {Element} network */
function putOn(network) {
  const place = document.createElement("div");
  place.className = "stage-wave";
  place.innerHTML = HTML;
  dress(place);
  network.append(place);
  wave.place = place;
  const [first, second] = place.querySelectorAll("button");
  write(second, t("Next layer"));
  first.onclick = begin;
  second.onclick = nextLayer;
}

function takeAway() {
  wave.place?.remove();
  wave.place = undefined;
}

/** All is lit, as it was before. */
export function endWave() {
  cancelAnimationFrame(wave.frame);
  if (wave.front === Infinity) return;
  Object.assign(wave, { front: Infinity, frame: 0 });
  stageThat({ front: Infinity });
  showButtons();
}

/** The stage is gone. */
export function leaveWave() {
  endWave();
  wave.isOffered = false;
  takeAway();
}

const painted = () => chartOf("network")?.netcorePainted;
const lastLayer = () => painted()?.network.layers.length ?? 0;

/** Begin, pause, or go on; where nothing should move, from layer to layer. */
function begin() {
  if (wave.front === Infinity) {
    wave.front = 0;
    say(0);
    stageThat({ front: 0 });
    if (!isStill()) goTo(lastLayer());
  } else if (isStill()) {
    nextLayer();
  } else if (wave.frame) {
    rest();
  } else {
    goTo(lastLayer());
  }
  showButtons();
}

function nextLayer() {
  const goal = Math.floor(wave.front) + 1;
  rest();
  if (isStill()) reach(goal);
  else goTo(goal);
  showButtons();
}

function rest() {
  cancelAnimationFrame(wave.frame);
  wave.frame = 0;
}

/** @param {number} goal a layer */
function goTo(goal) {
  wave.goal = goal;
  let before = 0;
  /** @param {number} now */
  const step = (now) => {
    const passed = before ? Math.min(now - before, LONGEST) : 0;
    before = now;
    const front = Math.min(wave.front + passed / A_LAYER, wave.goal);
    wave.frame = front < wave.goal ? requestAnimationFrame(step) : 0;
    reach(front);
    if (!wave.frame) showButtons();
  };
  wave.frame = requestAnimationFrame(step);
}

/** @param {number} front where it is now */
function reach(front) {
  const layer = Math.floor(front);
  const isNext = layer > Math.floor(wave.front);
  wave.front = front;
  if (front < lastLayer()) stageThat({ front });
  else endWave();
  if (isNext) say(layer);
  if (wave.front === Infinity) wave.tell();
}

/** @param {number} layer that is lit now */
function say(layer) {
  const trace = painted()?.trace;
  if (!wave.place || !trace) return;
  const activations = [...trace.activations[layer]];
  const brightest = Math.max(...activations);
  const lit = activations.filter((activation) => activation > 0).length;
  const words = layer
    ? t("Now {layer}: neuron {neuron} is the brightest.", {
        layer: inWords(layerNames(lastLayer() + 1)[layer]),
        neuron: activations.indexOf(brightest),
      })
    : t("The signal begins at the {count} pixels with ink.", { count: lit });
  const answer = document.querySelector("#prediction");
  const said = find(wave.place, "p");
  if (layer < lastLayer()) write(said, words);
  else if (answer?.classList.contains("covered")) write(said, t("The signal has reached the outputs."));
  else write(said, `${words} ${answer?.querySelector(".words")?.textContent}`);
}

function showButtons() {
  if (!wave.place) return;
  const [first, second] = wave.place.querySelectorAll("button");
  const isOn = wave.front < Infinity;
  let words = t("Slowly, please");
  if (isOn) words = isStill() ? t("Next layer") : wave.frame ? t("Pause") : t("Go on");
  write(first, words);
  first.disabled = !isOn && !painted()?.trace;
  first.title = first.disabled ? t("Draw a digit first") : t("Watch the signal run from layer to layer");
  const isSecond = isOn && !isStill();
  if (!isSecond && document.activeElement === second) first.focus();
  second.hidden = !isSecond;
}
