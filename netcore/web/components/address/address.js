// What the browser does with the page's address, and the way back. It comes first on every page, and so sets its theme.

import { preferDark } from "../lib/ground.js";
import { arrive, report, watchLinks } from "../lib/report.js";

/**
 * @typedef {object} Message
 * @property {string[]} once what the address gives away once
 * @property {string} page path of the page
 * @property {string} view what the choice of the page's views is called in the address, or ""
 * @property {boolean} isBare see address.css
 */

/** What the address is of that was told last. */
const page = { path: "", name: "", view: "" };

/**
 * @param {Mounted<Message>} mounted
 */
export default function address({ data, parentElement, setTriggerValue }) {
  preferDark();
  if (!page.path || page.name !== data.page) arrive();
  Object.assign(page, { path: location.pathname, name: data.page, view: data.view });
  keepPagesApart();
  document.body.classList.toggle("netcore-bare", data.isBare);
  const held = new URLSearchParams(location.search);
  if (data.once.some((name) => held.has(name))) {
    report(parentElement, () => setTriggerValue("taken", true));
  }
}

/**
 * The way back leads from page to page, each as it was left. Streamlit makes an entry of every change of the address that
 * the server makes on a page, such as of the neuron that was clicked, and of none that a person makes in a list. And
 * before it goes to another page it empties the address of the one that is left.
 */
function keepPagesApart() {
  if (window.netcoreKeepsPagesApart) return;
  window.netcoreKeepsPagesApart = true;
  watchLinks();
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    const next = new URL(url ?? "", location.href);
    if (next.pathname !== location.pathname) {
      push(state, unused, url);
      return;
    }
    const hadView = page.path === location.pathname && new URLSearchParams(location.search).has(page.view);
    if (!hadView || next.searchParams.has(page.view)) history.replaceState(state, unused, url);
  };
}
