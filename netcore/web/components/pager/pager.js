// The way through the steps of a lesson. Where somebody walked with a button, the heading of the step gets the focus, so
// that it is read from there; keys and a presenter's clicker leave the focus where it is.

import { appear } from "../lib/appear.js";
import { find } from "../lib/required.js";
import { write } from "../lib/words.js";

/**
 * @typedef {object} Message see pager.py
 * @property {number} at
 * @property {string[]} names of the steps, in words
 * @property {number[]} done
 * @property {string} said
 * @property {string} back
 * @property {string} next
 * @property {string} label
 */
/**
 * @typedef {object} State kept with the pager
 * @property {number} [wanted] the step that was asked for and isn't here yet
 * @property {boolean} [isFollowed] the focus is to follow
 * @property {(event: KeyboardEvent) => void} [hear] to keys
 */
/** @typedef {HTMLElement & State} Root */

/** @type {Record<string, number>} */
const WAYS = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 };
/** Typed in, or with such keys of its own. */
const OWN_KEYS = `input, textarea, select, video, audio, [contenteditable=true], .stDataFrame, [role=listbox], [role=slider],
  [role=radiogroup], [role=tablist], [role=menu], [role=dialog], [role=application]`;

/**
 * @param {Mounted<Message>} mounted
 * @returns {() => void} to be called when the component is gone
 */
export default function pager({ data, parentElement, setTriggerValue }) {
  /** @type {Root} */
  const root = find(parentElement, ".pager");
  root.ariaLabel = data.label;
  const isHere = root.wanted === data.at;
  const isByKey = isHere && !root.isFollowed;
  write(find(root, "[role=status]"), isByKey ? data.names[data.at - 1] : data.said);
  if (isHere) {
    root.wanted = undefined;
    if (!isByKey) focusHeading(data.at).catch((error) => console.warn("netcore: no heading to go to.", error));
  }

  /** @type {(step: number, isFollowed: boolean) => void} */
  const walk = (step, isFollowed) => {
    if (step === (root.wanted ?? data.at) || step < 1 || step > data.names.length) return;
    Object.assign(root, { wanted: step, isFollowed });
    show();
    setTriggerValue("walked", step);
  };
  const show = () => showSteps(root, data, root.wanted ?? data.at);
  show();
  for (const [place, button] of root.querySelectorAll("li button").entries()) {
    /** @type {HTMLButtonElement} */ (button).onclick = () => walk(place + 1, true);
  }
  /** @type {NodeListOf<HTMLButtonElement>} */
  const ways = root.querySelectorAll(":scope > button");
  for (const button of ways) button.onclick = () => walk((root.wanted ?? data.at) + Number(button.dataset.by), true);
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    const { key, target, defaultPrevented, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (defaultPrevented || ctrlKey || metaKey || altKey || shiftKey || !WAYS[key]) return;
    if (target instanceof Element && target.closest(OWN_KEYS)) return;
    event.preventDefault();
    walk((root.wanted ?? data.at) + WAYS[key], false);
  };
  if (root.hear) document.removeEventListener("keydown", root.hear);
  root.hear = hear;
  document.addEventListener("keydown", hear);
  return () => document.removeEventListener("keydown", hear);
}

/**
 * @param {Root} root
 * @param {Message} data
 * @param {number} at
 */
function showSteps(root, { names, done, back, next }, at) {
  const list = find(root, "ol");
  if (list.children.length !== names.length) {
    list.replaceChildren(
      ...names.map(() => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        item.append(button);
        return item;
      }),
    );
  }
  for (const [place, button] of list.querySelectorAll("button").entries()) {
    button.ariaLabel = button.title = names[place];
    button.ariaCurrent = place + 1 === at ? "step" : null;
    button.classList.toggle("done", done.includes(place + 1));
  }
  /** @type {NodeListOf<HTMLButtonElement>} */
  const [before, after] = root.querySelectorAll(":scope > button");
  write(before, `‹ ${back}`);
  write(after, `${next} ›`);
  before.disabled = at === 1;
  after.disabled = at === names.length;
}

/** @param {number} step */
async function focusHeading(step) {
  const find = () => document.querySelector(`h2[data-step="${step}"]`);
  const heading = await appear(find, () => false);
  if (!(heading instanceof HTMLElement)) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
