// What the network on the page shows of itself, one idea at a time: see stage.py.

import { leaveStage } from "../lib/stage.js";
import { followSizes, lightAll, speakOf } from "./dimming.js";
import { endExamples, runExamples } from "./examples.js";
import { endView, followView, showView } from "./view.js";
import { endWave, followDrawing, leaveWave, offerWave } from "./wave.js";

/**
 * @typedef {object} StageMessage as stage.py sends it
 * @property {string} view
 * @property {[string, number] | null} neuron
 * @property {string[]} lit
 * @property {boolean} wave
 * @property {import("./examples.js").ExamplesMessage | null} examples
 * @property {number} decimals
 * @property {import("./view.js").Palette} palette
 */

/** @type {{ mounted?: object, asked: string }} the latest call, and what it asked for */
const now = { asked: "" };

/**
 * @param {Mounted<StageMessage>} mounted
 * @returns {() => void} to be called when the component is gone
 */
export default function stage({ data, setTriggerValue }) {
  const mounted = {};
  now.mounted = mounted;
  document.addEventListener("netcore-painted", follow);
  const { view, neuron, lit, wave, palette, decimals } = data;
  const asked = JSON.stringify([view, neuron, lit, wave, palette.ground]);
  const isOther = asked !== now.asked;
  now.asked = asked;
  if (isOther) endWave();
  offerWave(wave, () => setTriggerValue("played", true));
  speakOf(lit);
  if (isOther) {
    /** @type {(what: string) => void} */
    const pick = (what) => setTriggerValue("picked", what);
    showView(neuron && view !== "overview" ? { view, neuron, decimals, palette, pick } : undefined);
  }
  runExamples(data.examples);
  return () => setTimeout(() => now.mounted === mounted && leave()); // at once there may be another message
}

/** The diagram was painted. */
function follow() {
  followSizes();
  followDrawing();
  followView();
}

/** Nothing stays as the stage wanted it: another page may have the same diagram. */
function leave() {
  document.removeEventListener("netcore-painted", follow);
  Object.assign(now, { mounted: undefined, asked: "" });
  leaveWave();
  endExamples();
  endView();
  lightAll();
  leaveStage();
}
