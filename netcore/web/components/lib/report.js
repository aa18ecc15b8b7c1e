// What the browser tells the server of itself waits while another page is being opened: Streamlit sends everything with the
// page that it has, and whatever comes after the click on a link has the server stay there.

const LONGEST = 10_000; // ms after which nobody waits for a page any more
const PAUSE = 50; // ms between two looks
const SENDING = 150; // ms in which Streamlit sends what it was told

/** The path of the page that is there. */
let here = "";

/** @param {string} path */
const plain = (path) => path.replace(/\/$/, "");

/**
 * Hear, for good, when a person opens another page, by a link or by the way back. A link waits a moment for what was told
 * just before.
 */
export function watchLinks() {
  /** @param {string} path */
  const expect = (path) => {
    if (plain(path) !== plain(here)) window.netcoreOpens = performance.now();
  };
  addEventListener("popstate", () => expect(location.pathname), true);
  addEventListener(
    "click",
    (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      for (const link of event.composedPath()) {
        if (!(link instanceof HTMLAnchorElement) || link.target || link.origin !== location.origin) continue;
        const left = SENDING - (performance.now() - (window.netcoreTold ?? -SENDING));
        if (left > 0 && plain(link.pathname) !== plain(here)) {
          event.preventDefault();
          event.stopImmediatePropagation();
          setTimeout(() => link.click(), left);
          return;
        }
        expect(link.pathname);
      }
    },
    true,
  );
}

/** The other page is there. */
export function arrive() {
  here = location.pathname;
  window.netcoreOpens = undefined;
}

/**
 * Tell the server what no person did, as soon as no page is being opened.
 * @param {HTMLElement} parent the place of the component that tells it; once that is gone, nothing is told
 * @param {() => void} tell
 */
export async function report(parent, tell) {
  const isOpening = () => performance.now() - (window.netcoreOpens ?? -LONGEST) < LONGEST;
  while (isOpening()) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (!parent.isConnected) return;
  }
  window.netcoreTold = performance.now();
  tell();
}
