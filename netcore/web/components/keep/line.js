// The line to the server. While it is down, drawing goes on, as the browser reads by itself; a sentence says so. Once it
// is back, the page is run again, with all that was done meanwhile.

import { t } from "../lib/language.js";

const LOOK = 5_000; // ms between two questions whether the server can be reached
const LOOK_AGAIN = 2_000; // while it can't
const PATIENCE = 5_000; // ms that an answer may take
const MOST_LATE = 2; // so many that are late in a row, and the line is down
const DOWN = t("The line to the server is down. You can go on drawing; the rest waits.");
const HEALTH = `${import.meta.url.split("_stcore/")[0]}_stcore/health`;

/** @type {{ isDown: boolean, late: number, timer?: number, tellBack: () => void }} */
const line = { isDown: false, late: 0, tellBack: () => {} };

/**
 * @param {() => void} tellBack is called when the line is back
 * @returns {() => void} to be called when nobody watches it any more
 */
export function watchLine(tellBack) {
  line.tellBack = tellBack;
  const app = document.querySelector(".stApp");
  const observer = new MutationObserver(judge);
  if (app) observer.observe(app, { attributeFilter: ["data-test-connection-state"] });
  const dialogs = new MutationObserver(closeDialog);
  dialogs.observe(document.body, { childList: true });
  clearTimeout(line.timer);
  line.timer = setTimeout(look, LOOK);
  addEventListener("offline", look);
  addEventListener("online", look);
  judge();
  return () => {
    observer.disconnect();
    dialogs.disconnect();
    removeEventListener("offline", look);
    removeEventListener("online", look);
  };
}

/** Streamlit notices a line that was cut, but not one on which nothing arrives any more: the server is asked. */
async function look() {
  clearTimeout(line.timer);
  if (isConnected() && !document.hidden) {
    try {
      await fetch(HEALTH, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      line.late = 0;
    } catch (error) {
      const isLate = error instanceof DOMException && error.name === "TimeoutError";
      line.late += isLate ? 1 : MOST_LATE;
    }
    judge();
  }
  clearTimeout(line.timer);
  line.timer = setTimeout(look, line.late ? LOOK_AGAIN : LOOK);
}

/** @returns {boolean} as far as Streamlit knows */
function isConnected() {
  return document.querySelector(".stApp")?.getAttribute("data-test-connection-state") === "CONNECTED";
}

function judge() {
  if (!isConnected()) line.late = 0; // from here on Streamlit tells
  const isDown = !isConnected() || line.late >= MOST_LATE;
  if (isDown === line.isDown) {
    if (isDown) say();
    return;
  }
  line.isDown = isDown;
  document.documentElement.dataset.netcoreLine = isDown ? "down" : "up";
  say();
  if (isDown) return;
  document.dispatchEvent(new Event("netcore-line-back"));
  line.tellBack();
}

/** Streamlit says it over the whole page, which would end the drawing; once closed, it says it no more. */
function closeDialog() {
  if (!line.isDown) return;
  /** @type {HTMLButtonElement | null} */
  const button = document.querySelector('[data-testid="stDialog"] button[aria-label="Close"]');
  button?.click();
}

/** Beside the answer. */
function say() {
  const place = document.querySelector("#prediction");
  let words = document.querySelector(".line-down");
  if (!line.isDown) return words?.remove();
  if (!place) return;
  if (!words) {
    words = Object.assign(document.createElement("p"), { className: "line-down", role: "status" });
    words.textContent = DOWN;
  }
  if (words.previousElementSibling !== place) place.after(words);
}
