// Ten keys, one for each digit, with how many drawings there are of it.

import { t } from "../lib/language.js";
import { find } from "../lib/required.js";
import { untilSent, watchPen } from "../lib/rest.js";

/**
 * @param {Mounted<{ label: string, counts: number[], target: string }>} mounted counts: drawings of each digit; target:
 *   what exactly is named
 * @returns {() => void} to be called when the component is gone: what was pressed and not told is dropped
 */
export default function digitKeys({ data, parentElement, setTriggerValue }) {
  watchPen();
  /** @type {HTMLElement & { waiting?: number }} */
  const root = find(parentElement, ".digit-keys");
  root.ariaLabel = data.label;
  if (!root.children.length) {
    for (const digit of data.counts.keys()) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.digit = `${digit}`;
      button.append(document.createElement("b"), " ", document.createElement("span"));
      find(button, "b").textContent = `${digit}`;
      root.append(button);
    }
  }
  for (const [digit, button] of root.querySelectorAll("button").entries()) {
    const count = data.counts[digit];
    const words = count ? `${count} ×` : t("none");
    find(button, "span").textContent = words;
    button.ariaLabel = t("{digit} {times} so far", { digit, times: words });
    button.classList.toggle("missing", !count);
    button.onclick = () => {
      clearTimeout(root.waiting);
      const tell = () => setTriggerValue("pressed", { digit, target: data.target });
      root.waiting = setTimeout(tell, untilSent());
    };
  }
  return () => clearTimeout(root.waiting);
}
