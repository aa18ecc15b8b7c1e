// The canvas, which is another's component (Fabric.js in a shadow root), as seen from outside: its button that sends
// the drawing, and which drawing it shows, read off from what it paints.

import { appear } from "../lib/appear.js";
import { contextOf } from "../lib/required.js";

const GROUND = /^hsl\((\d+)deg 0% 0%\)$/; // black, whatever the hue: canvas.py writes into it what the canvas was told

/**
 * Which drawing the canvas shows, as the server counts them: `load`, how often the canvas was told what to show, and
 * `objects`, how many lie on it. The first is undefined until it has painted.
 * @type {{ load: number | undefined, objects: number }}
 */
export const shown = { load: undefined, objects: 0 };

let whenPainted = () => {};

/**
 * Have something done each time that the canvas paints; it has not finished then.
 * @param {() => void} doing
 */
export function onPaint(doing) {
  whenPainted = doing;
}

/** @returns {ShadowRoot | null | undefined} */
export function canvasRoot() {
  // To look for `.st-key-canvas *` takes 30 ms where the page has many elements.
  const within = [...document.getElementsByClassName("st-key-canvas")].flatMap((one) => [...one.querySelectorAll("*")]);
  return within.find((element) => element.shadowRoot)?.shadowRoot;
}

/** @returns {HTMLCanvasElement | null | undefined} the canvas with what is finished */
export function finishedCanvas() {
  return canvasRoot()?.querySelector("canvas.dc-canvas.lower-canvas");
}

/**
 * The canvas waits 200 ms after the pen went up before it sends the drawing; its toolbar's first button, "Update the app
 * with this drawing", doesn't. Nothing is lost if there is no such button.
 */
export const sendDrawing = () => press("Update the app");

/** Have the canvas forget the last stroke, which it hasn't sent yet. */
export const takeBack = () => press("Undo");

/** @param {string} name how that of a button in the canvas's toolbar begins */
function press(name) {
  /** @type {HTMLElement | null | undefined} */
  const button = canvasRoot()?.querySelector(`[aria-label^="${name}"]`);
  button?.click();
}

/**
 * Watch the canvas, once it is there, and hide the toolbar that it brings, which appears above it on hover and lies on
 * it, unseen, for touch: the page has buttons of its own.
 * @param {() => boolean} isOver nobody waits for it any more
 */
export async function takeOver(isOver) {
  const shadowRoot = await appear(canvasRoot, isOver);
  const canvas = await appear(finishedCanvas, isOver);
  if (!shadowRoot || !canvas) return;
  watch(contextOf(canvas));
  if (shadowRoot.adoptedStyleSheets.length) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".dc-toolbar { display: none !important }");
  shadowRoot.adoptedStyleSheets = [sheet];
}

/**
 * A canvas that is made from now on is watched from its first paint, and is painted by the processor, as the papers of
 * stroke.js are: a graphics card rounds otherwise. It stays so when the component is gone: the next page may make its
 * canvas before the component is there again.
 */
export function watchNewCanvases() {
  const { getContext } = HTMLCanvasElement.prototype;
  /**
   * @this {HTMLCanvasElement}
   * @param {string} kind
   * @param {CanvasRenderingContext2DSettings} [options]
   * @returns {RenderingContext | null}
   */
  function getWatched(kind, options) {
    const isCanvas = this.matches(".dc-canvas:not(.upper-canvas)");
    // What lies on it is first painted on papers that are never seen.
    if (kind !== "2d" || !(isCanvas || !this.isConnected)) return getContext.call(this, kind, options);
    const context = getContext.call(this, kind, { ...options, willReadFrequently: true });
    if (isCanvas && context instanceof CanvasRenderingContext2D) watch(context);
    return context;
  }
  Object.assign(HTMLCanvasElement.prototype, { getContext: getWatched });
}

/**
 * Note what is painted: the ground first, then one picture for each object.
 * @param {CanvasRenderingContext2D} context
 */
function watch(context) {
  if (context.netcoreIsWatched) return;
  context.netcoreIsWatched = true;
  Object.assign(shown, { load: undefined, objects: 0 });
  Object.defineProperty(context, "fillStyle", {
    get: () => Reflect.get(CanvasRenderingContext2D.prototype, "fillStyle", context),
    set: (style) => {
      const load = GROUND.exec(style)?.[1];
      if (load) Object.assign(shown, { load: Number(load), objects: 0 });
      Reflect.set(CanvasRenderingContext2D.prototype, "fillStyle", style, context);
    },
  });
  const { clearRect, drawImage } = context;
  context.clearRect = (...place) => {
    clearRect.apply(context, place);
    whenPainted();
  };
  /** @param {unknown[]} picture and where it is painted */
  const count = (...picture) => {
    shown.objects += 1;
    Reflect.apply(drawImage, context, picture);
  };
  Object.assign(context, { drawImage: count });
}
