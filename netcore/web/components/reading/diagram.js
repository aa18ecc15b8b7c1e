// The diagram of the network. Plotly lays it out and shows what is pointed at; from then on it is painted here, from
// activations and weighted sums, whether the server sent them or the browser worked them out: what glows by glow.js,
// the words and the numbers behind the neurons by hand.

import { chartOf, pixelsIn } from "../lib/figures.js";
import { message } from "../lib/message.js";
import { contextOf } from "../lib/required.js";
import { layerNames, staged } from "../lib/stage.js";
import { write } from "../lib/words.js";
import { moveCursor, offerCursor } from "./cursor.js";
import { coverOnTheWay, seenOf } from "./curtain.js";
import { paintGlow, paintLight, removeGlow } from "./glow.js";

/** @typedef {import("../lib/message.js").Focus} Focus */
/** @typedef {import("../lib/network.js").Network} Network */
/** @typedef {import("../lib/network.js").Trace} Trace */
/** @typedef {{ words: string, decimals: number[] }} Scale decimals of the number `{}` below ten and above */
/**
 * @typedef {object} LayerTrace what Plotly has of a layer, besides what every trace has
 * @property {number[]} x
 * @property {number[]} y
 * @property {{ size: number }} marker its diameter in pixels
 * @property {(number | null)[][]} customdata of each neuron activation, weighted sum, bias
 * @property {string} hovertemplate
 * @property {{ [place: number]: string } & Scale} meta of a layer its name, and its hover text at rest and while it
 *   reads; of the titles what full light stands for
 */
/** @typedef {ChartTrace & LayerTrace} DiagramTrace */
/**
 * @typedef {object} Painted what the diagram shows
 * @property {Network} network
 * @property {Trace | null} trace null at rest
 * @property {Focus | null} focus
 * @property {string} meta of the layout that it was painted on
 */
/** @typedef {Chart<DiagramTrace> & { netcorePainted?: Painted } & import("./glow.js").Glowing} Diagram */
/**
 * @typedef {object} Part
 * @property {DiagramTrace} data what Plotly was given, and draws again
 * @property {DiagramTrace} full what it shows when it is pointed at
 * @property {Element} drawn its place on the page, if it has one; then the others are there, too
 */

/** @returns {Diagram | null} the chart of the diagram, if the page has it */
export const diagram = () => chartOf("network");

/**
 * Show what happens in the network, unless the chart is about to be drawn.
 * @param {Network} network
 * @param {Trace | null} trace null at rest
 * @param {{ isLive: boolean, focus: Focus | null }} more isLive: worked out here, and not yet by the server
 */
export function paintDiagram(network, trace, { isLive, focus }) {
  const chart = diagram();
  if (!chart || !isLaidOut(chart, network)) return;
  chart.netcoreIsLive = isLive;
  if (!("netcorePainted" in chart)) chart.on("plotly_afterplot", () => paintAgain(chart));
  chart.netcorePainted = { network, trace, focus, meta: chart.layout.meta };
  chart.netcoreLight = (sharpness) => lightAlone(chart, sharpness);
  chart.netcoreRepaint = () => paintAgain(chart);
  paint(chart, chart.netcorePainted);
  offerCursor(chart);
}

/** What may be seen of it has changed. */
export function repaintDiagram() {
  const chart = diagram();
  if (chart) paintAgain(chart);
}

/**
 * @param {Diagram} chart
 * @param {number} sharpness pixels in one of the screen, a side
 * @returns {HTMLCanvasElement | undefined} what glows in the diagram; undefined if Plotly drew it
 */
function lightAlone(chart, sharpness) {
  if (!chart.netcorePainted) return undefined;
  const { network, trace, focus } = chart.netcorePainted;
  const { width, height } = chart._fullLayout;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.round(width * sharpness), height: Math.round(height * sharpness) });
  const stage = contextOf(canvas);
  stage.scale(sharpness, sharpness);
  paintLight(stage, chart, placesIn(chart, network, partsOf(chart)), network, shownOf(chart, trace), focus);
  return canvas;
}

/**
 * Plotly drew the chart anew; another chart is left to whom it is for, and so is one that the component left.
 * @param {Diagram} chart
 */
function paintAgain(chart) {
  if (!message.latest?.rules || !chart.netcorePainted || chart.layout.meta !== chart.netcorePainted.meta) return;
  try {
    if (isLaidOut(chart, chart.netcorePainted.network)) paint(chart, chart.netcorePainted);
    moveCursor();
  } catch (error) {
    console.warn("netcore: the diagram is not painted once more.", error);
  }
}

/**
 * @param {Diagram} chart
 * @param {Network} network
 * @returns {boolean} whether the chart has a place for every neuron
 */
function isLaidOut(chart, network) {
  const part = partsOf(chart);
  const names = layerNames(network.layers.length + 1);
  return network.layers.every((layer, number) => {
    const { data, drawn } = part(names[number + 1]);
    return Boolean(drawn) && data.x.length === layer.biases.length;
  });
}

/**
 * @param {Diagram} chart
 * @param {Painted} painted
 */
function paint(chart, { network, trace, focus }) {
  const part = partsOf(chart);
  const names = layerNames(network.layers.length + 1);
  const seen = shownOf(chart, trace);
  const { lights, isCovered } = staged();
  const last = network.layers.length - 1;
  /** @type {(number: number) => boolean} */
  const isSeen = (number) => (seen?.front ?? Infinity) >= number + 1 && !(seen?.hidesOutputs && number === last);
  const words = part("titles");
  /** @type {NodeListOf<SVGTextElement>} */
  const said = words.drawn.querySelectorAll("text");
  network.layers.forEach((layer, number) => {
    const { data, full } = part(names[number + 1]);
    data.customdata.forEach((numbers, neuron) => {
      numbers[0] = trace?.activations[number + 1][neuron] ?? null;
      numbers[1] = trace?.weightedSums[number][neuron] ?? null;
      numbers[2] = layer.biases[neuron];
    });
    data.hovertemplate = full.hovertemplate = data.meta[trace && isSeen(number) ? 2 : 1];
    const brightest = seen && isSeen(number) ? Math.max(...seen.activations[number + 1]) : 0;
    write(said[2 * number + 3], scale(words.data.meta, brightest)); // behind two of the input, and each layer's title
  });
  /** @type {NodeListOf<SVGTextElement>} */
  const digits = part("digits").drawn.querySelectorAll("text");
  const outputs = isSeen(last) ? seen?.activations[last + 1] : undefined;
  digits.forEach((text, digit) => {
    const value = [...text.querySelectorAll("tspan")].at(-1);
    if (value) write(value, outputs ? outputs[digit].toFixed(2) : "\u00a0");
  });
  dimWords(said, digits, lights);
  coverOnTheWay();
  const { customdata } = part("input").data;
  for (let pixel = 0; pixel < customdata.length; pixel++) customdata[pixel][0] = trace?.activations[0][pixel] ?? 0;
  if (!isCovered) paintGlow(chart, placesIn(chart, network, part), network, seen, focus);
  chart.dispatchEvent(new Event("netcore-painted", { bubbles: true }));
}

/**
 * @param {Diagram} chart
 * @param {Trace | null} trace of the drawing
 * @returns {import("./curtain.js").SeenTrace | null} what is seen in the diagram: an example, unless the pen is moving, or
 *   what may be seen of the drawing
 */
function shownOf(chart, trace) {
  const { example, front } = staged();
  if (example && !chart.netcoreIsLive) return { ...example.trace, front: example.front };
  const seen = seenOf(trace);
  return seen && front < Infinity ? { ...seen, front } : seen;
}

/**
 * Words are dimmed with what they speak of; the style sheet of the stage has them change smoothly.
 * @param {NodeListOf<SVGTextElement>} titles two of the input, then two of each layer
 * @param {NodeListOf<SVGTextElement>} digits one an output
 * @param {import("../lib/stage.js").Lights | null} lights
 */
function dimWords(titles, digits, lights) {
  /** @type {(text: SVGTextElement, dims: ArrayLike<number> | undefined) => void} */
  const dim = (text, dims) => {
    const opacity = dims ? `${Math.max(...Array.from(dims))}` : "";
    if (text.style.opacity !== opacity) text.style.opacity = opacity;
  };
  titles.forEach((title, place) => dim(title, lights?.neurons[Math.floor(place / 2)]));
  digits.forEach((digit, place) => dim(digit, lights?.neurons.at(-1)?.subarray(place, place + 1)));
}

/**
 * @param {Diagram} chart
 * @param {Network} network
 * @param {(name: string) => Part} part
 * @returns {import("./glow.js").Places}
 */
function placesIn(chart, network, part) {
  const names = layerNames(network.layers.length + 1);
  return {
    at: pixelsIn(chart),
    layers: network.layers.map((_, number) => {
      const { x, y, marker } = part(names[number + 1]).data;
      return { x, y, size: marker.size };
    }),
  };
}

/**
 * @param {Diagram} chart
 * @returns {(name: string) => Part} finds a trace by its name, and what Plotly drew of it if it is a scatter trace
 */
function partsOf(chart) {
  const { data } = chart;
  const scatters = data.filter(({ type, x }) => type === "scatter" && x.length); // Plotly draws no others
  const drawn = chart.querySelectorAll(".scatterlayer > .trace");
  return (name) => {
    /** @type {(traces: DiagramTrace[]) => number} */
    const place = (traces) => traces.findIndex((trace) => trace.name === name);
    return { data: data[place(data)], drawn: drawn[place(scatters)], full: chart._fullData[place(chart._fullData)] };
  };
}

/**
 * What full light stands for, under a layer.
 * @param {Scale} scale
 * @param {number} brightest activation
 * @returns {string}
 */
function scale({ words, decimals }, brightest) {
  return brightest > 1 ? words.replace("{}", brightest.toFixed(decimals[Number(brightest >= 10)])) : "\u00a0";
}

/** Leave the chart to Plotly. */
export function stopPainting() {
  const chart = diagram();
  if (!chart) return;
  chart.netcorePainted = undefined;
  removeGlow(chart);
}
