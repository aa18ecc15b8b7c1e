// The light in the diagram. Plotly lays it out; from then on it is painted here, from activations and weighted sums,
// whether the server sent them or the browser worked them out: Plotly would take 40 ms to draw it all again. What it drew
// is changed by hand, and so are the numbers behind it.

import { SIDE } from "../lib/cells.js";
import { message } from "../lib/message.js";
import { contributions, strongest } from "../lib/network.js";
import { clamp } from "../lib/preprocess.js";

const FADED = 0.25; // how strongly lines are seen that belong to an older drawing
const SVG = "http://www.w3.org/2000/svg";

/** @returns {any} the chart of the diagram, if the page has it */
export const diagram = () => document.querySelector(".st-key-network .js-plotly-plot");

/**
 * Show what happens in the network, unless the chart is about to be drawn.
 * @param {{ layers: import("../lib/network.js").Layer[] }} network
 * @param {import("../lib/network.js").Trace | null} trace null at rest
 * @param {boolean} isLive worked out here, and not yet by the server
 */
export function paintDiagram(network, trace, isLive) {
  const chart = diagram();
  if (!chart || !isLaidOut(chart, network)) return;
  chart.netcoreIsLive = isLive;
  if (!("netcorePainted" in chart)) chart.on("plotly_afterplot", () => paintAgain(chart));
  chart.netcorePainted = { network, trace, meta: chart.layout.meta };
  paint(chart, network, trace);
}

// Plotly drew the chart anew, with the light that it was laid out with; another chart is left to whom it is for.
function paintAgain(chart) {
  const { network, trace, meta } = chart.netcorePainted ?? {};
  if (!network || chart.layout.meta !== meta || !isLaidOut(chart, network)) return;
  try {
    paint(chart, network, trace);
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

function paint(chart, network, trace) {
  const part = partsOf(chart);
  const halos = part("halo").drawn.querySelectorAll(".point");
  let halo = 0;
  network.layers.forEach(({ biases }, number) => {
    const { data, drawn, full } = part(layerName(network, number));
    const activations = trace?.activations[number + 1];
    const brightest = activations ? Math.max(...activations) : 0;
    const points = drawn.querySelectorAll(".point");
    data.customdata.forEach((numbers, neuron) => {
      numbers[0] = activations?.[neuron] ?? null;
      numbers[1] = trace?.weightedSums[number][neuron] ?? null;
      numbers[2] = biases[neuron];
      const light = activations ? activations[neuron] / Math.max(1, brightest) : 0;
      const colour = shine(light);
      points[neuron].style.fill = colour;
      points[neuron].style.stroke = rim(light);
      const { style } = halos[halo++];
      style.fill = colour;
      style.opacity = light;
    });
    data.hovertemplate = full.hovertemplate = data.meta[trace ? 2 : 1];
    showScale(part("titles"), number, brightest);
  });
  const digits = part("digits").drawn.querySelectorAll("text");
  digits.forEach((text, digit) => {
    write(text.lastElementChild, trace ? trace.activations.at(-1)[digit].toFixed(2) : "\u00a0");
  });
  const { customdata } = part("input").data;
  for (let pixel = 0; pixel < customdata.length; pixel++) customdata[pixel][0] = trace?.activations[0][pixel] ?? 0;
  paintField(chart);
  paintConnections(chart, network, trace, part);
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

/**
 * @param {number} light 0–1
 * @returns {string} the colour of a neuron
 */
export function shine(light) {
  return message.latest.light[Math.round(clamp(light, 0, 1) * (message.latest.light.length - 1))];
}

/**
 * @param {number} light 0–1
 * @returns {string} the colour of its rim
 */
export function rim(light) {
  return light < message.latest.rules.dim ? message.latest.rules.faint : shine(light);
}

// What full light stands for, under a layer.
function showScale({ data, drawn }, number, brightest) {
  const { words, decimals } = data.meta;
  const scale = drawn.querySelectorAll("text")[2 * number + 3]; // behind two of the input, and each layer's title
  write(scale, brightest > 1 ? words.replace("{}", brightest.toFixed(decimals[Number(brightest >= 10)])) : "\u00a0");
}

function write(element, words) {
  if (element.textContent !== words) element.textContent = words; // or it would be laid out again
}

// The input neurons are Plotly's picture, which takes its time to change. From the first stroke on, squares of ours
// lie in its place and follow the chart: one path for all that have the same light.
function paintField(chart) {
  const image = chart.querySelector(".heatmaplayer image");
  const input = chart.data.find(({ name }) => name === "input");
  if (!image || !input) return;
  if (!chart.netcoreField) {
    chart.netcoreField = document.createElementNS(SVG, "g");
    chart.netcoreField.setAttribute("shape-rendering", "crispEdges");
    chart.netcoreField.append(...message.latest.light.map(() => document.createElementNS(SVG, "path")));
  }
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(image.getAttribute(name)));
  const across = edges(x, width);
  const down = edges(y, height);
  const squares = Array(message.latest.light.length).fill("");
  input.customdata.forEach(([pixel], index) => {
    const [left, right] = across[index % SIDE];
    const [top, bottom] = down[Math.floor(index / SIDE)];
    squares[Math.round(clamp(pixel, 0, 1) * (squares.length - 1))] += `M${left},${top}H${right}V${bottom}H${left}Z`;
  });
  [...chart.netcoreField.children].forEach((path, level) => {
    path.style.fill = level ? message.latest.light[level] : message.latest.rules.cell;
    if (path.netcoreSquares === squares[level]) return;
    path.netcoreSquares = squares[level];
    path.setAttribute("d", squares[level]);
  });
  if (chart.netcoreField.previousSibling !== image) image.after(chart.netcoreField);
  image.style.visibility = "hidden";
}

// Where each of 28 cells begins and ends, a pixel before the next.
function edges(start, length) {
  const edge = (cell) => Math.round(start + (cell * length) / SIDE);
  return Array.from({ length: SIDE }, (_, cell) => [edge(cell), edge(cell + 1) - 1]);
}

// Leave the chart to Plotly.
export function stopPainting() {
  const chart = diagram();
  if (chart) chart.netcorePainted = undefined;
  chart?.netcoreField?.remove();
  chart?.querySelector(".heatmaplayer image")?.style.removeProperty("visibility");
}

function paintConnections(chart, network, trace, part) {
  const { strengths, restStrength } = message.latest.rules;
  const paths = [...chart.querySelectorAll(".shapelayer path")].slice(0, 2 * strengths.length);
  // What carried most to a neuron that is looked into takes a while to find: it follows from the server.
  const isLookedInto = part("focus").data.x.length > 0;
  for (const path of paths) path.style.opacity = isLookedInto ? FADED : 1;
  if (isLookedInto) return;
  const steps = strengths.map((strength, level) => (level ? (strength + strengths[level - 1]) / 2 : strength / 2));
  const lines = paths.map(() => "");
  network.layers.forEach((layer, number) => {
    if (!trace && !number) return;
    const { inputs, carried, largest } = contributions(layer, trace?.activations[number], restStrength);
    const line = lineBetween(chart, network, part, number);
    for (const index of strongest(carried, inputs, number, message.latest.rules)) {
      const strength = Math.abs(carried[index]) / largest;
      const level = steps.filter((step) => strength >= step).length - 1; // they grow
      if (level < 0) continue;
      lines[2 * level + Number(carried[index] < 0)] += line(index % inputs, Math.floor(index / inputs));
    }
  });
  paths.forEach((path, index) => path.setAttribute("d", lines[index] || "M0,0"));
}

// Draws the line from a neuron to one of the next layer, as far as it doesn't lie in either.
function lineBetween(chart, network, part, number) {
  const { xaxis, yaxis } = chart._fullLayout;
  const before = number ? part(layerName(network, number - 1)).data : undefined;
  const after = part(layerName(network, number)).data;
  const [leaves, ends] = [message.latest.rules.radii[number], message.latest.rules.radii[number + 1]];
  const onPage = (x, y) => `${(xaxis._offset + xaxis.d2p(x)).toFixed(2)},${(yaxis._offset + yaxis.d2p(y)).toFixed(2)}`;
  return (sender, receiver) => {
    const [fromX, fromY] = before ? [before.x[sender], before.y[sender]] : [sender % SIDE, Math.floor(sender / SIDE)];
    const [alongX, alongY] = [after.x[receiver] - fromX, after.y[receiver] - fromY];
    const length = Math.hypot(alongX, alongY);
    const at = (part) => onPage(fromX + part * alongX, fromY + part * alongY);
    return `M${at(leaves / length)}L${at(1 - ends / length)}`;
  };
}
