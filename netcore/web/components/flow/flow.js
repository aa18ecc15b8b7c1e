// Pictures as buttons that flow by in rows: tells the server which was pressed.

import { report } from "../lib/report.js";
import { find } from "../lib/required.js";

/** @typedef {import("../gallery/gallery.js").Thumbnail} Thumbnail */
/** @typedef {HTMLElement & { flowing?: string }} Root flowing: which pictures it shows */
/**
 * @typedef {object} FlowMessage
 * @property {string} name of the pictures
 * @property {Thumbnail[] | null} pictures null: those that were sent last
 * @property {number | null} pressed the number of the one that was pressed last
 */

const ROWS = 3;

/** @type {{ name?: string, pictures: Thumbnail[] }} */
const kept = { pictures: [] };

/** @param {Mounted<FlowMessage>} mounted */
export default function flow({ data: { name, pictures, pressed }, parentElement, setTriggerValue }) {
  if (pictures) Object.assign(kept, { name, pictures });
  if (kept.name !== name) {
    report(parentElement, () => setTriggerValue("missing", true));
    return;
  }
  /** @type {Root} */
  const root = find(parentElement, ".flow");
  if (root.flowing !== name) {
    root.flowing = name;
    const press = (/** @type {number} */ number) => setTriggerValue("pressed", number);
    /** @type {Thumbnail[][]} */
    const rows = Array.from({ length: ROWS }, () => []);
    for (const [place, picture] of kept.pictures.entries()) rows[place % ROWS].push(picture);
    root.replaceChildren(...rows.map((row) => rowOf(row, press)));
  }
  for (const button of root.querySelectorAll("button")) {
    button.ariaPressed = `${button.dataset.number === `${pressed}`}`;
  }
}

/**
 * A row stands there twice, one after the other: once the first has flowed past, the second is where it was.
 * @param {Thumbnail[]} pictures
 * @param {(number: number) => void} press
 */
function rowOf(pictures, press) {
  const row = document.createElement("div");
  const band = document.createElement("div");
  band.append(...pictures.map((picture) => buttonOf(picture, press)));
  for (const picture of pictures) {
    const again = buttonOf(picture, press);
    Object.assign(again, { tabIndex: -1, ariaHidden: "true" });
    band.append(again);
  }
  row.append(band);
  row.onscroll = () => row.contains(document.activeElement) || row.scrollTo(0, 0);
  row.addEventListener("focusout", () => row.scrollTo(0, 0));
  return row;
}

/**
 * @param {Thumbnail} thumbnail
 * @param {(number: number) => void} press
 */
function buttonOf({ number, url, name, caption }, press) {
  const button = document.createElement("button");
  const picture = document.createElement("img");
  Object.assign(button, { type: "button", title: name, onclick: () => press(number) });
  button.dataset.number = `${number}`;
  Object.assign(picture, { src: url, alt: name });
  button.append(picture, caption);
  return button;
}
