// Whole figures for charts that the page laid out empty, and clicks in charts.

import { appear } from "./appear.js";
import { message } from "./message.js";
import { isTap, watchTouches } from "./touch.js";

const STACKED = 1150; // pixels of width, as in inspect.css

/**
 * @template {Chart} Kind
 * @param {string} key
 * @returns {Kind | null} the chart with this key, if the page has it
 */
export function chartOf(key) {
  return document.querySelector(`.st-key-${key} .js-plotly-plot`);
}

/**
 * @template {Chart} Kind
 * @param {string} key
 * @returns {Kind | null} the same once Plotly has drawn it
 */
export function drawnChart(key) {
  /** @type {Kind | null} */
  const chart = chartOf(key);
  return window.Plotly && chart?.querySelector(".main-svg") ? chart : null;
}

/**
 * @param {Chart} chart
 * @returns {(x: number, y: number) => [number, number]} from a place on its axes to pixels from its corner
 */
export function pixelsIn({ _fullLayout: { xaxis, yaxis } }) {
  const [left, top] = [xaxis._offset + xaxis.d2p(0), yaxis._offset + yaxis.d2p(0)];
  const [across, down] = [xaxis.d2p(1) - xaxis.d2p(0), yaxis.d2p(1) - yaxis.d2p(0)];
  return (x, y) => [left + across * x, top + down * y];
}

/**
 * Streamlit keeps the empty figure that it was given and may draw it again at any time. So its own arrays are filled,
 * and if it does put the empty one back, the chart is painted once more. One that is painted already is left alone.
 * @param {string} key of the chart
 * @param {string} figure JSON
 * @param {object} data the server's message that it came with
 */
export async function paint(key, figure, data) {
  const chart = await appear(
    () => drawnChart(key),
    () => data !== message.latest,
  );
  if (!chart) return;
  hear(chart, key);
  if (chart.netcoreFigure === figure && chart.data.length && !chart.netcoreIsLive) return;
  if (!chart.netcoreFigure) chart.on("plotly_afterplot", () => chart.data.length || fill(chart).catch(warn));
  chart.netcoreFigure = figure;
  await fill(chart);
}

/**
 * The server is told by the painting that follows.
 * @param {unknown} error
 */
const warn = (error) => console.warn("netcore: a chart is not painted once more.", error);

/**
 * @param {Chart} chart with a figure
 * @returns {Promise<unknown>} until it is drawn
 */
function fill(chart) {
  Object.assign(chart, { netcoreIsLive: false, netcorePainted: undefined }); // diagram.js changes what is drawn by hand
  // Plotly writes into what it is given, such as how far it made the axes smaller for the size that the
  // chart has just then; at another size they would stay so.
  const { data, layout } = JSON.parse(/** @type {string} */ (chart.netcoreFigure));
  const { width, height, autosize } = chart.layout; // Streamlit's
  chart.data.splice(0, chart.data.length, ...data);
  for (const name of Object.keys(chart.layout)) Reflect.deleteProperty(chart.layout, name);
  Object.assign(chart.layout, { width, height, autosize }, layout);
  return window.Plotly.react(chart, chart.data, chart.layout);
}

/**
 * A click on a neuron of the diagram, or in another chart, goes to the server.
 * @param {Chart} chart
 * @param {string} key of the chart
 */
export function hear(chart, key) {
  if (chart.netcoreHears) return;
  chart.netcoreHears = true;
  watchTouches();
  chart.on("plotly_click", ({ points: [{ data, pointNumber }] }) => {
    if (!isTap()) return; // a palm was lifted
    if (data.z && !Array.isArray(data.z)) return; // packed numbers are to be looked at only
    const number =
      data.z && Array.isArray(pointNumber) ? pointNumber[0] * data.z[0].length + pointNumber[1] : pointNumber;
    pick(key, data.name, Number(number));
  });
}

/**
 * Tell the server what was chosen in a chart.
 * @param {string} key of the chart
 * @param {string} name of the trace
 * @param {number} number of the point
 */
export function pick(key, name, number) {
  // Where the details stand below the diagram, go and see them.
  const isBelow = key === "network" && window.innerWidth <= STACKED;
  const behavior = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  if (isBelow) document.querySelector(".st-key-detail")?.scrollIntoView({ behavior });
  message.pick(`${key === "network" ? name : key}/${number}`);
}
