// Keys for what is drawn: undo, redo and delete on the canvas, and a digit where one is asked for. A field that is typed
// in keeps its keys.

import { message } from "../lib/message.js";

/** Typed in, or with keys of its own. */
const OWN_KEYS = "input, textarea, select, [contenteditable=true], [role=listbox], .stDataFrame";

/** The whole page hears it, for good, whichever component is there. */
export function hearKeys() {
  document.addEventListener("keydown", (event) => {
    const { target, defaultPrevented, isComposing } = event;
    if (defaultPrevented || isComposing || (target instanceof Element && target.closest(OWN_KEYS))) return;
    if (press(buttonFor(event)) || tellDigit(event)) event.preventDefault();
  });
}

/**
 * @param {KeyboardEvent} event
 * @returns {string} a selector of the button that does the same, "" for none
 */
export function buttonFor({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (altKey) return "";
  if (!ctrlKey && !metaKey) {
    if (key === "Delete") return ".st-key-clear button";
    return /^\d$/.test(key) ? `.digit-keys [data-digit="${key}"]` : "";
  }
  const letter = key.toLowerCase();
  if (letter === "z") return `.st-key-${shiftKey ? "redo" : "undo"} button`;
  return letter === "y" && !shiftKey ? ".st-key-redo button" : "";
}

/**
 * @param {string} selector of a button, or ""
 * @returns {boolean} whether there is one that can be pressed
 */
function press(selector) {
  /** @type {HTMLButtonElement | null} */
  const button = selector ? document.querySelector(selector) : null;
  if (!button || button.disabled) return false;
  button.click();
  return true;
}

/**
 * A list of digits stands open for what a drawing is meant as: a key chooses from it.
 * @param {KeyboardEvent} event
 * @returns {boolean} whether there is one
 */
function tellDigit({ key, ctrlKey, metaKey, altKey }) {
  if (!/^\d$/.test(key) || ctrlKey || metaKey || altKey || !document.querySelector(".st-key-step_digit")) return false;
  message.pick(`digit/${key}`);
  return true;
}
