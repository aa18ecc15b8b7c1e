// What was found on the canvas, marked there: frames round digits beside each other, crosses over what was put aside.

/** @typedef {import("../lib/parts.js").Box} Box */

const SVG = "http://www.w3.org/2000/svg";
const APART = 4; // pixels of the canvas between ink and frame

/**
 * @param {{ boxes: Box[], strays: Box[], shown: number }} found
 */
export function showMarks({ boxes, strays, shown }) {
  const canvas = document.querySelector(".st-key-canvas");
  if (!canvas) return;
  let marks = canvas.querySelector(":scope > .marks");
  if (!marks) {
    marks = document.createElementNS(SVG, "svg");
    marks.setAttribute("class", "marks");
    marks.setAttribute("viewBox", "0 0 280 280");
    marks.setAttribute("aria-hidden", "true");
    canvas.append(marks);
  }
  const frames = boxes.length > 1 ? boxes.map((box, number) => frame(box, number === shown)) : [];
  const drawn = [...frames, ...strays.map(cross)].join("");
  if (marks.innerHTML !== drawn) marks.innerHTML = drawn;
}

/**
 * @param {Box} box
 * @param {boolean} isShown
 */
function frame([top, left, bottom, right], isShown) {
  const place = `x="${left - APART}" y="${top - APART}" width="${right - left + 2 * APART}" height="${bottom - top + 2 * APART}"`;
  return `<rect ${place} rx="4"${isShown ? ' class="shown"' : ""}></rect>`;
}

/**
 * @param {Box} box
 * @returns {import("../lib/message.js").Stretch[]} both lines of a cross over it
 */
export function crossOver([top, left, bottom, right]) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const reach = Math.max(bottom - top, right - left) / 2 + APART;
  return [
    [x - reach, y - reach, x + reach, y + reach],
    [x + reach, y - reach, x - reach, y + reach],
  ];
}

/** @param {Box} box */
function cross(box) {
  const lines = crossOver(box).map(([x0, y0, x1, y1]) => `M${x0},${y0}L${x1},${y1}`);
  return `<path d="${lines.join("")}"></path>`;
}
