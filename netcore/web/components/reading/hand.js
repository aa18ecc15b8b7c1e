// Which of all that touches the screen draws: one pen, or else one finger. The canvas and live.js hear it as a mouse. They
// hear nothing of a palm, of a second finger, and of what touches the page beside the canvas.

import { contextOf } from "../lib/required.js";
import { isPalm, watchTouches } from "../lib/touch.js";

const PEN_IS_NEAR = 2000; // ms since it was last heard of: the hand that holds it may lie on the canvas before it does

/**
 * @typedef {object} Drawer
 * @property {number} pointer its number
 * @property {string} kind "pen", "touch" or "mouse"
 * @property {HTMLCanvasElement} canvas
 */
/** @type {Drawer | undefined} what draws now */
let drawer;
let penHeard = Number.NEGATIVE_INFINITY; // ms, when it was last over the page
let isTakenBack = false;

/** The page hears it for good: a person may lift the pen, or draw on the next page, while no component is there. */
export function followHand() {
  watchTouches();
  /** @type {(name: "pointerdown" | "pointermove" | "pointerup" | "pointercancel", hear: (event: PointerEvent) => void) => void} */
  const listen = (name, hear) => document.addEventListener(name, hear, { capture: true });
  listen("pointerdown", down);
  listen("pointermove", moves);
  listen("pointerup", up);
  listen("pointercancel", up);
}

/** @returns {boolean} the stroke that has just ended was none: the system took the touch for a palm's, or for a gesture */
export const wasTakenBack = () => isTakenBack;

/** @param {PointerEvent} event */
function down(event) {
  const { pointerId: pointer, pointerType: kind, timeStamp } = event;
  if (kind === "pen") penHeard = timeStamp;
  const [canvas] = event.composedPath();
  if (!(canvas instanceof HTMLCanvasElement && canvas.matches(".upper-canvas"))) return;
  if (kind !== "mouse") {
    event.preventDefault(); // the browser would tell of it as a mouse, too
    canvas.addEventListener("touchstart", keepFromCanvas, { capture: true, passive: false });
  }
  if (!mayDraw(event)) return;
  if (drawer) contextOf(canvas).clearRect(0, 0, canvas.width, canvas.height); // what the palm drew; the canvas begins anew
  drawer = { pointer, kind, canvas };
  tell("mousedown", event);
}

/**
 * @param {PointerEvent} event
 * @returns {boolean} nothing draws that outranks it
 */
function mayDraw(event) {
  if (event.pointerType !== "touch") return true;
  const isFirst = !drawer || (drawer.kind === "touch" && event.isPrimary); // or nobody told that the other is gone
  return isFirst && !isPalm(event) && event.timeStamp - penHeard > PEN_IS_NEAR;
}

/** @param {PointerEvent} event */
function moves(event) {
  if (event.pointerType === "pen") penHeard = event.timeStamp;
  if (event.pointerId === drawer?.pointer) tell("mousemove", event);
}

/** @param {PointerEvent} event */
function up(event) {
  if (event.pointerType === "pen") penHeard = event.timeStamp;
  if (event.pointerId !== drawer?.pointer) return;
  isTakenBack = event.type === "pointercancel" && drawer.kind === "touch";
  tell("mouseup", event);
  drawer = undefined;
}

/** @param {TouchEvent} event */
function keepFromCanvas(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * Tell the canvas, and all who listen to it, what a mouse would. The browser itself tells of a real one.
 * @param {"mousedown" | "mousemove" | "mouseup"} what
 * @param {PointerEvent} event
 */
function tell(what, { clientX, clientY, shiftKey }) {
  if (!drawer || drawer.kind === "mouse") return;
  // A pointer's, because the places of a mouse are whole pixels.
  const options = { bubbles: true, composed: true, cancelable: true, isPrimary: true, clientX, clientY, shiftKey };
  const { canvas } = drawer;
  (canvas.isConnected ? canvas : document).dispatchEvent(new PointerEvent(what, options));
}
