// Pictures as buttons: tells the server which was clicked.

import { find } from "../lib/required.js";

const FEW = 18; // pictures that may be larger

/** @typedef {{ number: number, url: string, name: string, caption: string }} Thumbnail as gallery.py makes it */
/** @typedef {HTMLElement & { content?: string }} Root content: JSON of what it shows */

/** @param {Mounted<Thumbnail[]>} mounted */
export default function gallery({ data, parentElement, setTriggerValue }) {
  /** @type {Root} */
  const root = find(parentElement, ".gallery");
  root.classList.toggle("few", data.length <= FEW);
  const content = JSON.stringify(data);
  if (root.content === content) return; // a button that has the focus keeps it
  root.content = content;
  const buttons = data.map(({ number, url, name, caption }) => {
    const button = document.createElement("button");
    const picture = document.createElement("img");
    Object.assign(button, { type: "button", title: name, onclick: () => setTriggerValue("picked", { number }) });
    Object.assign(picture, { src: url, alt: name });
    button.append(picture, caption);
    return button;
  });
  root.replaceChildren(...buttons);
}
