// The canvas, which is another's component, as seen from outside: what lies on it, and a button of its toolbar.

import { appear } from "../lib/appear.js";

// The canvas waits 200 ms after the pen went up before it sends the drawing; its toolbar's first
// button, "Update the app with this drawing", doesn't. Nothing is lost if there is no such button.
export function sendDrawing() {
  canvasRoot()?.querySelector('[aria-label^="Update the app"]')?.click();
}

export function canvasRoot() {
  return [...document.querySelectorAll(".st-key-canvas *")].find((element) => element.shadowRoot)?.shadowRoot;
}

// The canvas brings a toolbar that appears above it on hover and lies on it, unseen, for touch.
// The page has buttons of its own.
export async function hideCanvasToolbar() {
  const shadowRoot = await appear(canvasRoot);
  if (shadowRoot.adoptedStyleSheets.length) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".dc-toolbar { display: none !important }");
  shadowRoot.adoptedStyleSheets = [sheet];
}
