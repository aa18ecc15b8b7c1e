// Dims what isn't spoken of, smoothly.

import { chartOf } from "../lib/figures.js";
import { during, eased } from "../lib/motion.js";
import { between, lightsFor, stageThat } from "../lib/stage.js";

/** @typedef {import("../lib/stage.js").Lights} Lights */

const DURATION = 400; // ms
const BESIDE = ["canvas", "answer", "input"]; // what may be dimmed besides the diagram

/** @type {{ lit: string[], sizes: string, lights: Lights | null, end: () => void }} */
const now = { lit: [], sizes: "", lights: null, end: () => {} };

/** @param {string[]} lit what is spoken of, all if it is empty */
export function speakOf(lit) {
  const { dataset } = document.documentElement;
  if (lit.length) dataset.dims = BESIDE.filter((part) => !lit.includes(part)).join(" ");
  else delete dataset.dims;
  if (`${now.lit}` === `${lit}`) return;
  now.lit = lit;
  const sizes = sizesNow();
  now.end();
  if (!sizes) return;
  const from = now.lights && now.sizes === `${sizes}` ? now.lights : lightsFor([], sizes);
  const to = lightsFor(lit, sizes);
  now.sizes = `${sizes}`;
  now.end = during(DURATION, (part) => {
    now.lights = part < 1 || lit.length ? between(from, to, eased(part)) : null;
    stageThat({ lights: now.lights });
  });
}

/** The diagram was painted: it may be that of another network. */
export function followSizes() {
  const sizes = sizesNow();
  if (!sizes || `${sizes}` === now.sizes) return;
  now.end();
  now.sizes = `${sizes}`;
  now.lights = now.lit.length ? lightsFor(now.lit, sizes) : null;
  stageThat({ lights: now.lights });
}

/** The stage is gone. */
export function lightAll() {
  now.end();
  Object.assign(now, { lit: [], sizes: "", lights: null });
  delete document.documentElement.dataset.dims;
}

/** @returns {number[] | undefined} of all layers, once the diagram is painted */
function sizesNow() {
  const layers = chartOf("network")?.netcorePainted?.network.layers;
  return layers && [layers[0].weights.length / layers[0].biases.length, ...layers.map(({ biases }) => biases.length)];
}
