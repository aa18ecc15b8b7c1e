// What a training changes besides the diagram: its curves, and the weights as pictures. Their charts are laid out without
// numbers, which are put in here.

import { appear } from "../lib/appear.js";
import { message } from "../lib/message.js";
import { tilesOf } from "../lib/tiles.js";
import { networkOnScreen } from "./live.js";

/**
 * @param {any} data the server's message
 * @param {number} patience ms until the weights must be here
 */
export async function showTraining(data, patience) {
  const { curves, reach } = data.training;
  const all = JSON.parse(curves);
  for (const name of ["accuracy", "loss"]) {
    await complete(name, "seen", curves, (chart) => putCurve(chart, all, all[name]), data);
  }
  await appear(() => data !== message.latest || networkOnScreen(), patience);
  if (data !== message.latest) return;
  const network = networkOnScreen();
  await complete("weights", "tiles", network, (chart) => putTiles(chart, network, reach), data);
}

// Streamlit may lay the chart out again at any time: then the numbers are put in once more.
async function complete(key, first, numbers, put, data) {
  const find = () => {
    const chart = /** @type {any} */ (document.querySelector(`.st-key-${key} .js-plotly-plot`));
    return window.Plotly && chart?.querySelector(".main-svg") && chart.data?.[0]?.name === first && chart;
  };
  const chart = await appear(() => data !== message.latest || find());
  if (data !== message.latest) return;
  const isComplete = () => chart.data[0]?.name !== first || chart.data[0].isComplete;
  if (chart.netcoreNumbers === numbers && isComplete()) return;
  if (!chart.netcoreNumbers) {
    chart.on("plotly_afterplot", () => isComplete() || fill(chart).catch((error) => console.warn("netcore:", error)));
  }
  Object.assign(chart, { netcoreNumbers: numbers, netcorePut: put });
  await fill(chart);
}

function fill(chart) {
  chart.netcorePut(chart);
  chart.data[0].isComplete = true; // a new layout isn't
  return window.Plotly.react(chart, chart.data, chart.layout);
}

function putCurve(chart, { examples, marked }, { seen, unseen, end }) {
  const x = examples.map((number) => Math.max(number, 1)); // the axis is logarithmic
  const [first, second, moment] = chart.data;
  Object.assign(first, { x, y: seen, customdata: examples });
  Object.assign(second, { x, y: unseen, customdata: examples });
  const at = (values) => values[marked];
  Object.assign(moment, marked === null ? { x: [], y: [] } : { x: [x, x].map(at), y: [seen, unseen].map(at) });
  chart.layout.yaxis.range = [0, end];
}

function putTiles(chart, { layers, isRounded }, reach) {
  const [tiles] = chart.data;
  const hovertemplate = tiles.meta.hover[Number(isRounded)];
  Object.assign(tiles, tilesOf(layers[0].weights, tiles.meta), { zmin: -reach, zmax: reach, hovertemplate });
  // Plotly wrote down how far it made the axes smaller for the size that the chart had.
  for (const axis of [chart.layout.xaxis, chart.layout.yaxis]) delete axis.domain;
}
