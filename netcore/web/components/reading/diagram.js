// The diagram of the network. Plotly lays it out and shows what is pointed at; from then on it is painted here, from
// activations and weighted sums, whether the server sent them or the browser worked them out: what glows by glow.js,
// the words and the numbers behind the neurons by hand.

import { write } from "../lib/words.js";
import { paintGlow, removeGlow } from "./glow.js";

/** @typedef {import("../lib/network.js").Layer} Layer */
/** @typedef {import("../lib/network.js").Trace} Trace */
/** @typedef {import("./glow.js").Focus} Focus */

/** @returns {any} the chart of the diagram, if the page has it */
export const diagram = () => document.querySelector(".st-key-network .js-plotly-plot");

/**
 * Show what happens in the network, unless the chart is about to be drawn.
 * @param {{ layers: Layer[] }} network
 * @param {Trace | null} trace null at rest
 * @param {{ isLive: boolean, focus: Focus | null }} more isLive: worked out here, and not yet by the server
 */
export function paintDiagram(network, trace, { isLive, focus }) {
  const chart = diagram();
  if (!chart || !isLaidOut(chart, network)) return;
  chart.netcoreIsLive = isLive;
  if (!("netcorePainted" in chart)) chart.on("plotly_afterplot", () => paintAgain(chart));
  chart.netcorePainted = { network, trace, focus, meta: chart.layout.meta };
  paint(chart);
}

// Plotly drew the chart anew; another chart is left to whom it is for.
function paintAgain(chart) {
  if (!chart.netcorePainted || chart.layout.meta !== chart.netcorePainted.meta) return;
  try {
    if (isLaidOut(chart, chart.netcorePainted.network)) paint(chart);
  } catch (error) {
    console.warn("netcore: the diagram is not painted once more.", error);
  }
}

function isLaidOut(chart, network) {
  const part = partsOf(chart);
  return network.layers.every((layer, number) => {
    const { data, drawn } = part(layerName(network, number));
    return drawn && data.x.length === layer.biases.length;
  });
}

function paint(chart) {
  const { network, trace, focus } = chart.netcorePainted;
  const part = partsOf(chart);
  const words = part("titles");
  const said = words.drawn.querySelectorAll("text");
  network.layers.forEach((layer, number) => {
    const { data, full } = part(layerName(network, number));
    data.customdata.forEach((numbers, neuron) => {
      numbers[0] = trace?.activations[number + 1][neuron] ?? null;
      numbers[1] = trace?.weightedSums[number][neuron] ?? null;
      numbers[2] = layer.biases[neuron];
    });
    data.hovertemplate = full.hovertemplate = data.meta[trace ? 2 : 1];
    const brightest = trace ? Math.max(...trace.activations[number + 1]) : 0;
    write(said[2 * number + 3], scale(words.data.meta, brightest)); // behind two of the input, and each layer's title
  });
  const digits = part("digits").drawn.querySelectorAll("text");
  digits.forEach((text, digit) => {
    write(text.lastElementChild, trace ? trace.activations.at(-1)[digit].toFixed(2) : "\u00a0");
  });
  const { customdata } = part("input").data;
  for (let pixel = 0; pixel < customdata.length; pixel++) customdata[pixel][0] = trace?.activations[0][pixel] ?? 0;
  paintGlow(chart, placesIn(chart, network, part), network, trace, focus);
}

/**
 * @param {any} chart
 * @param {{ layers: Layer[] }} network
 * @param {(name: string) => any} part
 * @returns {import("./glow.js").Places}
 */
function placesIn({ _fullLayout: { xaxis, yaxis } }, network, part) {
  const [left, top] = [xaxis._offset + xaxis.d2p(0), yaxis._offset + yaxis.d2p(0)];
  const [across, down] = [xaxis.d2p(1) - xaxis.d2p(0), yaxis.d2p(1) - yaxis.d2p(0)];
  return {
    at: (x, y) => [left + across * x, top + down * y],
    unit: across,
    layers: network.layers.map((_, number) => {
      const { x, y, marker } = part(layerName(network, number)).data;
      return { x, y, size: marker.size };
    }),
  };
}

// Finds a trace of the diagram by its name: its data and, of a scatter trace with points, what Plotly drew of it.
function partsOf(chart) {
  const data = chart?.data ?? [];
  const scatters = data.filter(({ type, x }) => type === "scatter" && x.length); // Plotly draws no others
  const drawn = chart?.querySelectorAll(".scatterlayer > .trace") ?? [];
  return (name) => ({
    data: data.find((trace) => trace.name === name),
    drawn: drawn[scatters.findIndex((trace) => trace.name === name)],
    full: chart._fullData.find((trace) => trace.name === name),
  });
}

function layerName(network, number) {
  return number === network.layers.length - 1 ? "output" : `hidden ${number + 1}`;
}

// What full light stands for, under a layer.
function scale({ words, decimals }, brightest) {
  return brightest > 1 ? words.replace("{}", brightest.toFixed(decimals[Number(brightest >= 10)])) : "\u00a0";
}

// Leave the chart to Plotly.
export function stopPainting() {
  const chart = diagram();
  if (chart) chart.netcorePainted = undefined;
  removeGlow(chart);
}
