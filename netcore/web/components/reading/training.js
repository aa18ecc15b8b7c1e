// What a training changes besides the diagram: its curves, and the weights as pictures. Their charts are laid out without
// numbers, which are put in here.

import { appear } from "../lib/appear.js";
import { drawnChart } from "../lib/figures.js";
import { message } from "../lib/message.js";
import { tilesOf } from "../lib/tiles.js";
import { networkOnScreen } from "./live.js";

/** @typedef {{ seen: number[], unseen: number[], end: number }} Progress at each moment, and the end of its axis */
/**
 * @typedef {object} Curves
 * @property {number[]} examples that it had learned from at each moment
 * @property {number | null} marked the place of the moment that is shown
 * @property {Progress} accuracy 0–1, on examples that it learned from and on others
 * @property {Progress} loss of the same
 */
/**
 * @typedef {ChartTrace & { isComplete?: boolean }} TrainingTrace isComplete: the numbers are in; not so in a new layout
 */
/** @typedef {TrainingTrace & { meta: import("../lib/tiles.js").Grid & { hover: string[] } }} TilesTrace */
/**
 * @template {TrainingTrace} Trace
 * @typedef {Chart<Trace> & { netcoreNumbers?: unknown, netcorePut?: (chart: Chart<Trace>) => void }} TrainingChart
 *   netcoreNumbers: what was put in
 */

/**
 * Put the numbers into the charts, as soon as these are there.
 * @param {import("../lib/message.js").Training} training
 * @param {object} data the server's message that it came with
 * @param {number} patience ms until the weights must be here
 */
export async function showTraining({ curves, reach }, data, patience) {
  const isOver = () => data !== message.latest;
  /** @type {Curves} */
  const all = JSON.parse(curves);
  for (const name of /** @type {const} */ (["accuracy", "loss"])) {
    await complete(name, "seen", curves, (chart) => putCurve(chart, all, all[name]), isOver);
  }
  const network = await appear(networkOnScreen, isOver, patience);
  if (!network) return;
  /** @type {(chart: Chart<TilesTrace>) => void} */
  const put = (chart) => putTiles(chart, network, reach);
  await complete("weights", "tiles", network, put, isOver);
}

/**
 * Put numbers into a chart. Streamlit may lay it out again at any time: then they are put in once more.
 * @template {TrainingTrace} Trace
 * @param {string} key of the chart
 * @param {string} first name of its first trace: another chart may have been there
 * @param {unknown} numbers by which those are told apart that are in already
 * @param {(chart: Chart<Trace>) => void} put
 * @param {() => boolean} isOver there is a later message
 */
async function complete(key, first, numbers, put, isOver) {
  const chart = await appear(() => {
    /** @type {TrainingChart<Trace> | null} */
    const drawn = drawnChart(key);
    return drawn?.data?.[0]?.name === first ? drawn : null;
  }, isOver);
  if (!chart) return;
  const isComplete = () => chart.data[0]?.name !== first || chart.data[0].isComplete;
  if (chart.netcoreNumbers === numbers && isComplete()) return;
  if (!chart.netcoreNumbers) {
    chart.on("plotly_afterplot", () => isComplete() || fill(chart).catch((error) => console.warn("netcore:", error)));
  }
  Object.assign(chart, { netcoreNumbers: numbers, netcorePut: put });
  await fill(chart);
}

/**
 * @template {TrainingTrace} Trace
 * @param {TrainingChart<Trace>} chart
 * @returns {Promise<unknown>} until it is drawn
 */
function fill(chart) {
  chart.netcorePut?.(chart);
  chart.data[0].isComplete = true;
  return window.Plotly.react(chart, chart.data, chart.layout);
}

/**
 * @param {Chart} chart
 * @param {Curves} curves
 * @param {Progress} curve the one that it shows
 */
function putCurve(chart, { examples, marked }, { seen, unseen, end }) {
  const x = examples.map((number) => Math.max(number, 1)); // the axis is logarithmic
  const [first, second, moment] = chart.data;
  Object.assign(first, { x, y: seen, customdata: examples });
  Object.assign(second, { x, y: unseen, customdata: examples });
  const places = marked === null ? [] : [marked];
  Object.assign(moment, {
    x: places.flatMap((place) => [x[place], x[place]]),
    y: places.flatMap((place) => [seen[place], unseen[place]]),
  });
  chart.layout.yaxis.range = [0, end];
}

/**
 * @param {Chart<TilesTrace>} chart
 * @param {import("./live.js").ScreenNetwork} network
 * @param {number} reach the weight that gets the full colour
 */
function putTiles(chart, { layers, isRounded }, reach) {
  const [tiles] = chart.data;
  const hovertemplate = tiles.meta.hover[Number(isRounded)];
  Object.assign(tiles, tilesOf(layers[0].weights, tiles.meta), { zmin: -reach, zmax: reach, hovertemplate });
  // Plotly wrote down how far it made the axes smaller for the size that the chart had.
  for (const axis of [chart.layout.xaxis, chart.layout.yaxis]) delete axis.domain;
}
