// A slider and a number for one value. Every turn has a number; what the server says is shown once it
// has answered the latest of them.

const PAUSE = 80; // ms between the turns that are told while the slider is dragged

import { t } from "../lib/language.js";
import { find } from "../lib/required.js";

/**
 * @typedef {object} Knob what the server says, see knob.py
 * @property {string} label
 * @property {string} target what exactly is turned
 * @property {number} value
 * @property {number} least
 * @property {number} most
 * @property {[number, number]} limits the least and the most that can be typed
 * @property {number} step of the slider
 * @property {boolean} disabled
 * @property {number} turn number of the latest that it answers
 */
/**
 * @typedef {object} KnobState kept with the knob
 * @property {number} turn number of the latest
 * @property {number} told when that was, in ms
 * @property {number} gesture the same for all turns that are undone at once
 * @property {string} [target]
 * @property {boolean} [isTyping]
 * @property {boolean} [isDragged]
 * @property {number} [waiting] the timer until the next turn is told
 */

/**
 * @param {Mounted<Knob>} mounted
 * @returns {() => void} to be called when the component is gone: nothing is turned any more
 */
export default function knob({ data, parentElement, setTriggerValue }) {
  /** @type {HTMLElement & { state?: KnobState }} */
  const root = find(parentElement, ".knob");
  const [slider, typed] = root.querySelectorAll("input");
  const state = (root.state ??= { turn: data.turn, told: 0, gesture: Math.random() });
  const isAnother = state.target !== data.target;
  const isAnswered = data.turn === state.turn;
  state.target = data.target;
  if (isAnother) {
    state.isDragged = false;
    // What is being typed was begun after the other was chosen, or leaving the field would have told it: it is for that.
    state.isTyping &&= document.activeElement === typed;
  }

  find(root, "span").textContent = data.label;
  slider.ariaLabel = data.label;
  typed.ariaLabel = t("{label}, typed", { label: data.label });
  // Other ends would move the value away from under the pointer that drags it.
  if (!state.isDragged) Object.assign(slider, { min: data.least, max: data.most, step: data.step });
  slider.disabled = data.disabled;
  Object.assign(typed, { min: data.limits[0], max: data.limits[1], step: "any", disabled: data.disabled });
  if (isAnswered || isAnother) show(data.value);

  /** @param {number} value */
  function show(value) {
    slider.value = `${value}`;
    if (!state.isTyping) typed.value = `${value}`;
  }

  /** @param {number} value */
  function tell(value) {
    clearTimeout(state.waiting);
    state.told = Date.now();
    state.turn += 1;
    setTriggerValue("turned", { value, number: state.turn, gesture: `${state.gesture}`, target: data.target });
  }

  // A drag, a key that is held, and a number that is typed are each undone at once.
  slider.onpointerdown = () => (state.gesture += 1);
  slider.onkeydown = ({ repeat }) => (state.gesture += repeat ? 0 : 1);
  slider.oninput = () => {
    state.isDragged = true;
    typed.value = slider.value;
    clearTimeout(state.waiting);
    state.waiting = setTimeout(() => tell(slider.valueAsNumber), Math.max(0, PAUSE - (Date.now() - state.told)));
  };
  slider.onchange = () => {
    state.isDragged = false;
    tell(slider.valueAsNumber);
  };
  typed.oninput = () => (state.isTyping = true);
  typed.onchange = () => {
    state.isTyping = false;
    state.gesture += 1;
    if (typed.value === "" || !typed.reportValidity()) return show(data.value);
    slider.value = typed.value;
    tell(typed.valueAsNumber);
  };
  // What was turned while the line to the server was down.
  const tellAgain = () => state.turn !== data.turn && tell(slider.valueAsNumber);
  document.addEventListener("netcore-line-back", tellAgain);
  return () => {
    clearTimeout(state.waiting);
    document.removeEventListener("netcore-line-back", tellAgain);
  };
}
