// Whether the browser tells what is on a canvas: some don't in private windows, and give noise or nothing instead.

import { contextOf } from "../lib/required.js";

const SHADES = 64;
const SLACK = 2; // grey levels of 255: so little noise does no harm

/** @type {boolean | undefined} */
let known;

/** @returns {boolean} pixels come back as they were painted */
export function isHonest() {
  known ??= paintsAndReads();
  return known;
}

function paintsAndReads() {
  try {
    const paper = contextOf(document.createElement("canvas"), { willReadFrequently: true });
    /** @type {(place: number) => number} */
    const shade = (place) => Math.round((place * 255) / (SHADES - 1));
    for (let place = 0; place < SHADES; place++) {
      paper.fillStyle = `rgb(${shade(place)}, ${shade(place)}, ${shade(place)})`;
      paper.fillRect(place, 0, 1, 1);
    }
    const { data } = paper.getImageData(0, 0, SHADES, 1);
    return data.every((level, index) => index % 4 === 3 || Math.abs(level - shade(index >> 2)) <= SLACK);
  } catch {
    return false;
  }
}
