// When a page is opened, what this browser kept is given back to the server; at the page's end it is said what that is,
// and one press forgets it. line.js watches the line to the server.

import { translate } from "../lib/language.js";
import { report } from "../lib/report.js";
import { find } from "../lib/required.js";
import { forgetAll, hearWhatIsKept, readAll } from "../lib/store.js";
import { watchLine } from "./line.js";

/**
 * @typedef {object} Keeping see keep.py
 * @property {string} person key of the one whose page it is, on the server
 * @property {boolean} isOpen the server has got what was kept
 * @property {string[]} refusals why it could not use it
 * @property {string} said what is kept, in words
 */

/** @type {string | undefined} */
let offered; // to this person

/**
 * @param {Mounted<Keeping>} mounted
 * @returns {() => void} to be called when the component is gone
 */
export default function keep({ data, parentElement, setTriggerValue }) {
  translate(parentElement);
  find(parentElement, ".refusals").textContent = data.refusals.join(" ");
  /** @type {HTMLButtonElement} */
  const button = find(parentElement, "button");
  button.onclick = () => forgetAll().finally(() => location.assign(forgotten()));
  for (const link of parentElement.querySelectorAll("a")) {
    link.ariaCurrent = `${link.lang === document.documentElement.lang}`;
    link.onclick = (event) => {
      event.preventDefault();
      location.assign(inLanguage(link.lang));
    };
  }
  const offer = async () => {
    offered = data.person;
    const kept = await readAll();
    if (kept) report(parentElement, () => setTriggerValue("offered", kept));
  };
  hearWhatIsKept(data.said);
  if (!data.isOpen && offered !== data.person) offer();
  return watchLine(() => {
    if (!data.isOpen) offered = undefined;
    report(parentElement, () => setTriggerValue("back", true));
  });
}

/** @returns {string} the address of this page with nothing but the language */
function forgotten() {
  const language = new URLSearchParams(location.search).get("lang");
  return language ? `${location.pathname}?lang=${encodeURIComponent(language)}` : location.pathname;
}

/**
 * @param {string} language
 * @returns {string} the address of this page in it
 */
function inLanguage(language) {
  const held = new URLSearchParams(location.search);
  held.set("lang", language);
  return `${location.pathname}?${held}`;
}
