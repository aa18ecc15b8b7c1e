// Where a link hides the answer: it is covered, on the page and in the diagram, until it is asked for, and again with the
// next drawing. So it is while the signal is on its way to the outputs.

import { message } from "../lib/message.js";
import { find } from "../lib/required.js";
import { staged } from "../lib/stage.js";
import { write } from "../lib/words.js";

/** @typedef {import("../lib/network.js").Trace} Trace */
/** @typedef {Trace & { hidesOutputs?: boolean, front?: number }} SeenTrace front: as in lib/stage.js */

/** The drawing whose answer was asked for, as `begun` counts them. @type {number | undefined} */
let asked;

/** @returns {boolean} a link hides the answer */
function isCovered() {
  const shown = /** @type {Partial<import("../lib/message.js").Shown>} */ (message.latest ?? {});
  return Boolean(shown.hidesAnswer) && asked !== shown.begun;
}

/**
 * Cover the answer, or show it.
 * @param {HTMLElement} page
 * @param {string} kind of the answer
 * @param {() => void} repaint the diagram
 */
export function cover(page, kind, repaint) {
  if (kind === "nothing") asked = undefined;
  const output = find(page, "#prediction");
  /** @type {HTMLButtonElement} */
  const button = find(page, ".show");
  const covers = isCovered();
  coverOnTheWay();
  /** @type {HTMLElement} */ (find(page, ".parts")).hidden ||= covers;
  button.hidden = !covers;
  button.disabled = kind === "nothing";
  button.onclick = () => {
    asked = /** @type {import("../lib/message.js").Shown} */ (message.latest).begun;
    cover(page, kind, repaint);
    const words = find(output, ".words");
    const said = words.textContent ?? "";
    write(words, "");
    write(words, said); // said aloud, now it is seen
    repaint();
  };
}

/** Cover the answer as long as the signal hasn't arrived, besides. */
export function coverOnTheWay() {
  const isOnTheWay = staged().front < Infinity;
  document.querySelector("#prediction")?.classList.toggle("covered", isOnTheWay || isCovered());
}

/**
 * @param {Trace | null} trace
 * @returns {SeenTrace | null} what may be seen of it
 */
export function seenOf(trace) {
  if (!trace || !isCovered()) return trace;
  const { activations } = trace;
  const dark = new Float32Array(activations[activations.length - 1].length);
  return { ...trace, activations: [...activations.slice(0, -1), dark], hidesOutputs: true };
}
