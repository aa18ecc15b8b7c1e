// A button that waits for the pen: the canvas sends a stroke a moment after its end.

import { find } from "../lib/required.js";
import { untilSent, watchPen } from "../lib/rest.js";

/**
 * @param {Mounted<{ label: string, target: string }>} mounted target: what exactly is sent
 * @returns {() => void} to be called when the component is gone: what was pressed and not told is dropped
 */
export default function send({ data, parentElement, setTriggerValue }) {
  watchPen();
  /** @type {HTMLButtonElement & { waiting?: number }} */
  const button = find(parentElement, ".send");
  button.textContent = data.label;
  button.onclick = () => {
    clearTimeout(button.waiting);
    button.waiting = setTimeout(() => setTriggerValue("pressed", data.target), untilSent());
  };
  return () => clearTimeout(button.waiting);
}
