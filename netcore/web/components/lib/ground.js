// The page's theme: dark unless a person chooses light, and told to the server.

import { message } from "./message.js";
import { preparePrint } from "./print.js";
import { report as tell } from "./report.js";
import { find } from "./required.js";
import { followTranslation } from "./translated.js";

/**
 * Streamlit follows the system's theme. Ours is dark unless a person chooses light in the menu: let the question for the
 * system's theme be answered "dark", and have Streamlit ask it again. It stays so when the component is gone, because
 * Streamlit asks on every page.
 */
export function preferDark() {
  if (window.netcorePrefersDark) return;
  window.netcorePrefersDark = true;
  preparePrint();
  followTranslation();
  const ask = window.matchMedia.bind(window);
  window.matchMedia = (query) => ask(query.includes("prefers-color-scheme: dark") ? "all" : query);
  window.dispatchEvent(new Event("afterprint"));
}

/** Streamlit keeps the theme for the page alone that was opened first: let a link to any other page have it, too. */
function shareTheme() {
  const [opened] = performance.getEntriesByType("navigation");
  const begin = `stActiveTheme-${new URL(opened.name).pathname}-v`;
  const key = Object.keys(localStorage).find((name) => name.startsWith(begin));
  if (!key) return;
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("header a[href]");
  for (const { pathname } of links) {
    localStorage.setItem(`stActiveTheme-${pathname}-v${key.slice(begin.length)}`, localStorage[key]);
  }
}

const SETTLING = 100; // ms in which Streamlit puts on the theme after the page was shown

/**
 * Tell the server when its colours aren't those of the page: soon, and whenever Streamlit puts on another theme, which
 * the transition of a colour of that theme tells, however long it takes.
 * @param {import("./message.js").PainterMessage} data
 * @param {HTMLElement} parent the component's place
 * @param {Mounted<unknown>["setStateValue"]} setStateValue
 */
export function reportGround(data, parent, setStateValue) {
  const report = () => {
    const colour = getComputedStyle(find(document, ".stApp")).backgroundColor;
    const [red, green, blue] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    const ground = red + green + blue < 3 * 128 ? "dark" : "light";
    document.documentElement.dataset.ground = ground; // what is printed looks otherwise: see page.css
    if (data === message.latest && ground !== data.ground) {
      tell(parent, () => setStateValue("ground", ground));
    }
    shareTheme();
  };
  /** @type {HTMLElement | null} */
  let probe = parent.querySelector("[data-theme-probe]");
  if (!probe) {
    probe = document.createElement("i");
    probe.dataset.themeProbe = "";
    probe.style.cssText = "position: absolute; color: var(--st-background-color); transition: color 1ms";
    parent.append(probe);
  }
  probe.ontransitionend = report;
  setTimeout(report, SETTLING);
}
