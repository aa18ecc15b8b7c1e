// The canvas, which is another's component (Fabric.js in a shadow root), as seen from outside: its button that sends
// the drawing, and which drawing it shows, read off from what it paints.

import { appear } from "../lib/appear.js";

const GROUND = /^hsl\((\d+)deg 0% 0%\)$/; // black, whatever the hue: canvas.py writes into it what the canvas was told

/**
 * Which drawing the canvas shows, as the server counts them: `load`, how often the canvas was told what to show, and
 * `objects`, how many lie on it. Both undefined until it has painted.
 * @type {{ load?: number, objects?: number }}
 */
export const shown = { load: undefined, objects: undefined };

let whenPainted = () => {};

/**
 * Have something done each time that the canvas paints; it has not finished then.
 * @param {() => void} doing
 */
export function onPaint(doing) {
  whenPainted = doing;
}

/** @returns {ShadowRoot | undefined} */
export function canvasRoot() {
  return [...document.querySelectorAll(".st-key-canvas *")].find((element) => element.shadowRoot)?.shadowRoot;
}

/** @returns {HTMLCanvasElement | null | undefined} the canvas with what is finished */
export function finishedCanvas() {
  return canvasRoot()?.querySelector("canvas.dc-canvas.lower-canvas");
}

// The canvas waits 200 ms after the pen went up before it sends the drawing; its toolbar's first
// button, "Update the app with this drawing", doesn't. Nothing is lost if there is no such button.
export function sendDrawing() {
  /** @type {HTMLElement} */ (canvasRoot()?.querySelector('[aria-label^="Update the app"]'))?.click();
}

// The canvas brings a toolbar that appears above it on hover and lies on it, unseen, for touch.
// The page has buttons of its own.
export async function takeOver() {
  const shadowRoot = await appear(canvasRoot);
  watch(/** @type {HTMLCanvasElement} */ (await appear(finishedCanvas)).getContext("2d"));
  if (shadowRoot.adoptedStyleSheets.length) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".dc-toolbar { display: none !important }");
  shadowRoot.adoptedStyleSheets = [sheet];
}

// A canvas that is made from now on is watched from its first paint, and is painted by the processor, as the papers
// of stroke.js are: a graphics card rounds otherwise.
export function watchNewCanvases() {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, options) {
    if (kind !== "2d" || !this.matches(".dc-canvas:not(.upper-canvas)")) return getContext.call(this, kind, options);
    const context = getContext.call(this, kind, { ...options, willReadFrequently: true });
    watch(context);
    return context;
  };
}

// Notes what is painted: the ground first, then one picture for each object.
function watch(context) {
  if (context.netcoreIsWatched) return;
  context.netcoreIsWatched = true;
  Object.assign(shown, { load: undefined, objects: undefined });
  const fillStyle = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, "fillStyle");
  Object.defineProperty(context, "fillStyle", {
    get: () => fillStyle.get.call(context),
    set: (style) => {
      const load = GROUND.exec(style)?.[1];
      if (load) Object.assign(shown, { load: Number(load), objects: 0 });
      fillStyle.set.call(context, style);
    },
  });
  const { clearRect, drawImage } = context;
  context.clearRect = (...place) => {
    clearRect.apply(context, place);
    whenPainted();
  };
  context.drawImage = (...picture) => {
    shown.objects += 1;
    drawImage.apply(context, picture);
  };
}
