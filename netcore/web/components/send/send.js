// A button that waits for the pen: the canvas sends a stroke a moment after its end. It tells which digit was asked for when
// the first stroke was begun, as another may be asked for meanwhile.

import { find } from "../lib/required.js";
import { untilSent, watchPen } from "../lib/rest.js";

let latest = ""; // what would be sent
/** @type {{ target: string, digit: number | null }} which digit was asked for when that was begun */
let begun = { target: "", digit: null };
let isWatched = false;

/** Note from now on, for good, what is asked for when a drawing is begun. */
function watchBeginnings() {
  if (isWatched) return;
  isWatched = true;
  /** @type {(event: Event) => void} */
  const begin = ({ target }) => {
    if (begun.target === latest || !(target instanceof Element && target.closest(".st-key-canvas"))) return;
    const asked = document.querySelector("[data-digit].question")?.getAttribute("data-digit");
    begun = { target: latest, digit: asked ? Number(asked) : null };
  };
  for (const name of ["pointerdown", "mousedown", "touchstart"]) document.addEventListener(name, begin, true);
}

/**
 * @param {Mounted<{ label: string, target: string }>} mounted target: what exactly is sent
 * @returns {() => void} to be called when the component is gone: what was pressed and not told is dropped
 */
export default function send({ data, parentElement, setTriggerValue }) {
  watchPen();
  watchBeginnings();
  latest = data.target;
  /** @type {HTMLButtonElement & { waiting?: number }} */
  const button = find(parentElement, ".send");
  button.textContent = data.label;
  button.onclick = () => {
    clearTimeout(button.waiting);
    const { target } = data;
    const digit = begun.target === target ? begun.digit : null;
    button.waiting = setTimeout(() => setTriggerValue("pressed", { target, digit }), untilSent());
  };
  return () => clearTimeout(button.waiting);
}
