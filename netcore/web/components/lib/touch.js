// Fingers and palms: what a touch was that has just been lifted.

const PALM = 70; // pixels: no finger is that wide
const TAP = 1000; // ms: a hand that rests on the page stays longer

/** @typedef {{ begin: number, isTap: boolean }} Touch since when, and whether it may still be a tap */

/** @type {Map<number, Touch>} by the pointer's number, those that are down */
const down = new Map();
let wasTap = true;

/**
 * @param {PointerEvent} event
 * @returns {boolean} it is as wide as a palm or the side of a hand
 */
export function isPalm({ pointerType, width, height }) {
  return pointerType === "touch" && Math.max(width, height) > PALM;
}

/** Note from now on what touches the page, for good. Calling it again changes nothing. */
export function watchTouches() {
  document.addEventListener("pointerdown", begin, true);
  document.addEventListener("pointerup", end, true);
  document.addEventListener("pointercancel", end, true);
}

/**
 * @returns {boolean} what was lifted last was a mouse, a pen, or a finger that tapped: not a palm that lay there, nor one
 *   of several fingers
 */
export const isTap = () => wasTap;

/** @param {PointerEvent} event */
function begin(event) {
  for (const touch of down.values()) touch.isTap = false;
  const isTap = event.pointerType !== "touch" || (!down.size && !isPalm(event));
  down.set(event.pointerId, { begin: event.timeStamp, isTap });
}

/** @param {PointerEvent} event */
function end({ pointerId, pointerType, timeStamp }) {
  const touch = down.get(pointerId);
  down.delete(pointerId);
  if (touch) wasTap = touch.isTap && (pointerType !== "touch" || timeStamp - touch.begin < TAP);
}
