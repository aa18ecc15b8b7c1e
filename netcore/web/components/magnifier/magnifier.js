// Shows the digit that is pointed at in a chart; one that was clicked is held.

import { appear } from "../lib/appear.js";
import { drawnChart } from "../lib/figures.js";
import { translate } from "../lib/language.js";
import { contextOf, find } from "../lib/required.js";

/**
 * @typedef {object} Sheet as magnifier.py sends it
 * @property {string} chart its key
 * @property {string} url of the picture that holds all digits, row by row
 * @property {number} columns digits in a row
 * @property {number} side of a digit in pixels
 */
/** @typedef {{ number: number, words: string }} Digit its place on the sheet, and what it is */
/**
 * @typedef {object} Kept with the component
 * @property {Sheet} [data] the latest
 * @property {Digit} [held] the one that was clicked
 * @property {HTMLImageElement} [sheet] the picture
 * @property {() => void} [ignore] stops hearing what happens in the chart
 */
/** @typedef {HTMLElement & Kept} Magnifier */
/** @typedef {Chart & { netcoreMagnifier?: Magnifier }} WatchedChart */

/**
 * @param {Mounted<Sheet>} mounted
 * @returns {() => void} to be called when the component is gone
 */
export default function magnifier({ data, parentElement, setTriggerValue }) {
  /** @type {Magnifier} */
  const root = find(parentElement, ".magnifier");
  translate(root);
  const latest = { ...data }; // Streamlit may send the very same again
  root.data = latest;
  /** @type {HTMLButtonElement} */
  const button = find(root, "button");
  button.onclick = () => root.held && setTriggerValue("wanted", { number: root.held.number });
  if (root.sheet?.src !== data.url) {
    root.sheet = new Image();
    root.sheet.src = data.url;
  }
  appear(
    () => drawnChart(data.chart),
    () => root.data !== latest,
  ).then((chart) => chart && watch(chart, root));
  return () => {
    if (root.data !== latest) return;
    root.data = undefined;
    root.ignore?.();
  };
}

/**
 * Show what is pointed at in a chart.
 * @param {WatchedChart} chart
 * @param {Magnifier} root
 */
function watch(chart, root) {
  if (chart.netcoreMagnifier === root) return;
  chart.netcoreMagnifier = root;
  /** @type {(event: ChartEvent) => Digit} */
  const pointed = ({ points: [{ pointNumber, customdata }] }) => ({
    number: Number(pointNumber),
    words: String(customdata),
  });
  /** @type {(event: ChartEvent) => void} */
  const hovered = (event) => show(root, pointed(event));
  const left = () => root.held && show(root, root.held);
  /** @type {(event: ChartEvent) => void} */
  const clicked = (event) => {
    root.held = pointed(event);
    find(root, "button").toggleAttribute("disabled", false);
    show(root, root.held);
  };
  chart.on("plotly_hover", hovered);
  chart.on("plotly_unhover", left);
  chart.on("plotly_click", clicked);
  root.ignore = () => {
    chart.netcoreMagnifier = undefined;
    chart.removeListener?.("plotly_hover", hovered);
    chart.removeListener?.("plotly_unhover", left);
    chart.removeListener?.("plotly_click", clicked);
  };
}

/**
 * @param {Magnifier} root
 * @param {Digit} digit
 */
async function show(root, { number, words }) {
  const { data, sheet } = root;
  if (!data || !sheet) return;
  const { columns, side } = data;
  /** @type {HTMLCanvasElement} */
  const canvas = find(root, "canvas");
  const line = find(root, "p");
  line.innerHTML = words; // made by the server of digits and numbers
  canvas.ariaLabel = line.textContent;
  await sheet.decode();
  const [left, top] = [(number % columns) * side, Math.floor(number / columns) * side];
  contextOf(canvas).drawImage(sheet, left, top, side, side, 0, 0, side, side);
}
