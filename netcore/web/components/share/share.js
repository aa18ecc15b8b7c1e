// The menu of what can be taken along: a link to what one sees, and pictures of it.

import { chartOf } from "../lib/figures.js";
import { t, translate } from "../lib/language.js";
import { find } from "../lib/required.js";
import { finishedCanvas } from "../reading/canvas.js";
import { asPng, pngOf, svgOf } from "./export.js";

/**
 * @typedef {object} Message
 * @property {Record<string, string>} link what the address is to hold besides what it holds already
 * @property {string[]} once what it isn't to hold unless `link` does
 * @property {string} note on what the link leaves out, or ""
 */

/**
 * @param {Mounted<Message>} mounted
 */
export default function share({ data, parentElement }) {
  translate(parentElement);
  /** @type {HTMLInputElement} */
  const field = find(parentElement, "input[type=url]");
  const status = find(parentElement, "[role=status]");
  /** @type {NodeListOf<HTMLInputElement>} */
  const choices = parentElement.querySelectorAll("[type=checkbox]");
  const now = new URLSearchParams(location.search);
  const update = () => (field.value = linkTo(data, choices));
  for (const choice of choices) {
    choice.checked = choice.dataset.hides
      ? now.getAll("hide").join().split(",").includes(choice.dataset.hides)
      : now.get("embed") === "true";
    choice.onchange = update;
  }
  update();
  status.textContent = data.note;
  /** @type {Record<string, () => Promise<void>>} */
  const doing = {
    copy: async () => {
      status.textContent = `${(await copy(field)) ? t("Copied.") : t("The link is marked: copy it with Ctrl+C.")} ${data.note}`;
    },
    png: async () => save(await pngOf(there(chartOf("network"))), "network.png"),
    svg: async () => save(await svgOf(there(chartOf("network"))), "network.svg"),
    drawing: async () => save(await asPng(there(finishedCanvas())), "drawing.png"),
  };
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = parentElement.querySelectorAll("button");
  for (const button of buttons) {
    const { does = "", needs } = button.dataset;
    button.hidden = (needs === "network" && !chartOf("network")) || (needs === "canvas" && !finishedCanvas());
    button.onclick = () =>
      doing[does]().catch((error) => {
        console.warn("netcore: nothing was made to take along.", error);
        status.textContent = t("That can't be made in this browser.");
      });
  }
}

/**
 * @template Found
 * @param {Found | null | undefined} what
 * @returns {Found}
 */
function there(what) {
  if (!what) throw new Error("it is not on the page any more");
  return what;
}

/**
 * @param {Message} data
 * @param {Iterable<HTMLInputElement>} choices
 * @returns {string}
 */
function linkTo({ link, once }, choices) {
  const address = new URL(location.href);
  const held = address.searchParams;
  for (const name of [...once, "hide", "embed"]) held.delete(name);
  for (const [name, value] of Object.entries(link)) held.set(name, value);
  for (const { checked, dataset } of choices) {
    if (checked && dataset.hides) held.append("hide", dataset.hides);
    else if (checked) held.set("embed", "true");
  }
  address.hash = "";
  return address.href;
}

/**
 * Where a page is not from this computer and not encrypted, browsers let nothing but what is marked be copied.
 * @param {HTMLInputElement} field
 * @returns {Promise<boolean>}
 */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

/**
 * @param {Blob} content
 * @param {string} name
 */
function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
