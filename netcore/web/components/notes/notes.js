// Notes for the one in front. A button moves them into a window of their own, which follows the steps, passes on the keys
// that walk through them, and closes with the page; when it is closed, the notes are on the page again.

import { find } from "../lib/required.js";

/**
 * @typedef {object} Message see notes.py
 * @property {string} title
 * @property {[string, string][]} notes
 * @property {string} move
 * @property {string} refused
 */
/** @typedef {{ window?: Window | null, latest?: Message, timer?: number }} Own the window of the notes */
/** @typedef {HTMLElement & { own?: Own }} Root */

const LOOK = 500; // ms between two looks whether the window is still there
const KEYS = ["ArrowLeft", "ArrowRight", "PageUp", "PageDown"];

/**
 * @param {Mounted<Message>} mounted
 * @returns {() => void} to be called when the component is gone
 */
export default function notes({ data, parentElement }) {
  /** @type {Root} */
  const root = find(parentElement, ".notes");
  const own = (root.own ??= {});
  own.latest = data;
  fill(root, data);
  const button = find(root, "button");
  button.textContent = data.move;
  /** @type {HTMLElement} */ (button).onclick = () => {
    own.window = window.open("", "netcore-notes", "popup,width=560,height=720");
    find(root, "[role=status]").textContent = own.window ? "" : data.refused;
    clearInterval(own.timer);
    if (own.window) own.timer = setInterval(() => follow(root, own), LOOK);
    follow(root, own);
  };
  follow(root, own);
  const close = () => own.window?.close();
  window.addEventListener("pagehide", close);
  return () => {
    window.removeEventListener("pagehide", close);
    setTimeout(() => {
      if (root.isConnected) return;
      clearInterval(own.timer);
      close();
    });
  };
}

/**
 * Have the window show the latest notes, or the page, once it is closed.
 * @param {Root} root
 * @param {Own} own
 */
function follow(root, own) {
  const there = own.window && !own.window.closed ? own.window : null;
  root.hidden = Boolean(there);
  if (!there || !own.latest) {
    clearInterval(own.timer);
    return;
  }
  const { document: paper } = there;
  if (paper.body.querySelector("h2")?.textContent === own.latest.title) return;
  const { backgroundColor, color, fontFamily } = getComputedStyle(find(document, ".stApp"));
  paper.title = own.latest.title;
  paper.body.style.cssText = `margin: 1.2rem; background: ${backgroundColor}; color: ${color}; font: 1.2rem/1.4 ${fontFamily}`;
  paper.body.innerHTML = "<h2></h2><dl></dl>";
  fill(paper.body, own.latest);
  for (const term of paper.querySelectorAll("dt")) term.style.cssText = "font-weight: 700; margin-top: 0.8rem";
  for (const note of paper.querySelectorAll("dd")) note.style.margin = "0";
  paper.onkeydown = (event) => {
    if (!KEYS.includes(event.key)) return;
    event.preventDefault();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: event.key }));
  };
}

/**
 * @param {HTMLElement} place
 * @param {Message} message
 */
function fill(place, { title, notes }) {
  find(place, "h2").textContent = title;
  /** @type {(tag: string, text: string) => HTMLElement} */
  const element = (tag, text) => Object.assign(place.ownerDocument.createElement(tag), { textContent: text });
  const parts = notes.map(([name, note]) => {
    const part = element("div", "");
    part.append(element("dt", name), element("dd", note));
    return part;
  });
  find(place, "dl").replaceChildren(...parts);
}
