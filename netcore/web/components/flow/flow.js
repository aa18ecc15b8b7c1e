// Pictures as buttons that flow by in rows: tells the server which was pressed.

import { find } from "../lib/required.js";

/** @typedef {import("../gallery/gallery.js").Thumbnail} Thumbnail */
/** @typedef {HTMLElement & { content?: string }} Root content: JSON of the pictures that it shows */

const ROWS = 3;

/** @param {Mounted<{ pictures: Thumbnail[], pressed: number | null }>} mounted */
export default function flow({ data: { pictures, pressed }, parentElement, setTriggerValue }) {
  /** @type {Root} */
  const root = find(parentElement, ".flow");
  const content = JSON.stringify(pictures);
  if (root.content !== content) {
    root.content = content;
    const press = (/** @type {number} */ number) => setTriggerValue("pressed", number);
    const rows = Array.from({ length: ROWS }, (_, row) =>
      rowOf(
        pictures.filter((_, place) => place % ROWS === row),
        press,
      ),
    );
    root.replaceChildren(...rows);
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
