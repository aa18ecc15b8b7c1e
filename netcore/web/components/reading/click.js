// A click on a neuron of the diagram. Plotly takes a click for what was pointed at some 50 ms before, and loses it where
// the computer is slow or the hand is quick.

import { pick } from "../lib/figures.js";
import { isTap, watchTouches } from "../lib/touch.js";
import { spotsOf } from "./cursor.js";

/** @typedef {import("./diagram.js").Diagram} Diagram */
/** @typedef {import("../lib/walk.js").Spot} Spot */

const STILL = 8; // pixels that a pointer moves at most between down and up
const REACH = 20; // pixels from the middle of a neuron

/**
 * Tell the server which neuron is clicked, from now on.
 * @param {Diagram} chart
 */
export function hearClicks(chart) {
  if (chart.netcoreHears) return;
  chart.netcoreHears = true;
  watchTouches();
  chart.addEventListener("pointerdown", (down) => {
    if (down.button) return;
    /** @param {PointerEvent} up */
    const end = (up) => {
      const moved = Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY);
      if (up.pointerId !== down.pointerId || moved > STILL || !isTap()) return;
      const { left, top } = chart.getBoundingClientRect();
      const spot = clicked(spotsOf(chart), down.clientX - left, down.clientY - top);
      if (spot) pick("network", spot.layer, spot.number);
    };
    document.addEventListener("pointerup", end, { capture: true, once: true });
  });
}

/**
 * @param {Spot[]} spots of all neurons
 * @param {number} x in pixels, as the spots have it
 * @param {number} y
 * @returns {Spot | undefined} the nearest, if it is near enough
 */
export function clicked(spots, x, y) {
  /** @type {(spot: Spot) => number} */
  const away = (spot) => Math.hypot(spot.x - x, spot.y - y);
  const near = spots.filter((spot) => away(spot) <= REACH);
  return near.sort((one, other) => away(one) - away(other))[0];
}
