// The light in the diagram, as diagram.py and connections.py put it there. Plotly would take 40 ms to draw it all
// again. What it drew is changed by hand, and so are the numbers behind it; it draws everything itself when the
// server's numbers are there.

import { SIDE } from "../lib/cells.js";
import { message } from "../lib/message.js";
import { clamp } from "../lib/preprocess.js";
import { afterGivingUp, attempt } from "./attempt.js";

const FADED = 0.25; // how strongly lines are seen that belong to an older drawing
const SVG = "http://www.w3.org/2000/svg";

export function paintDiagram(network, trace) {
  const chart = document.querySelector(".st-key-network .js-plotly-plot");
  const part = partsOf(chart);
  const layers = network.layers.map((_, number) => part(layerName(network, number)));
  const size = (number) => network.layers[number].biases.length;
  const isThere = layers.every(({ data, drawn }, number) => drawn && data.x.length === size(number));
  if (!isThere) return; // it is about to be drawn
  chart.netcoreIsLive = true;
  const halos = part("halo").drawn.querySelectorAll(".point");
  let halo = 0;
  layers.forEach(({ data, drawn }, number) => {
    const activations = trace?.activations[number + 1];
    const brightest = activations ? Math.max(...activations) : 0;
    const points = drawn.querySelectorAll(".point");
    data.customdata.forEach((numbers, neuron) => {
      numbers[0] = activations?.[neuron] ?? null;
      numbers[1] = trace?.weightedSums[number][neuron] ?? null;
      const light = activations ? activations[neuron] / Math.max(1, brightest) : 0;
      const colour = shine(light);
      points[neuron].style.fill = colour;
      points[neuron].style.stroke = light < message.latest.rules.dim ? message.latest.rules.faint : colour;
      const { style } = halos[halo++];
      style.fill = colour;
      style.opacity = light;
    });
    showScale(part("titles"), number, brightest);
  });
  part("digits")
    .drawn.querySelectorAll("text")
    .forEach((text, digit) => {
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
  });
}

function layerName(network, number) {
  return number === network.layers.length - 1 ? "output" : `hidden ${number + 1}`;
}

function shine(light) {
  return message.latest.light[Math.round(clamp(light, 0, 1) * (message.latest.light.length - 1))];
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
    chart.on("plotly_afterplot", () => attempt(() => paintField(chart)));
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

afterGivingUp(removeField);

function removeField() {
  const chart = document.querySelector(".st-key-network .js-plotly-plot");
  chart?.netcoreField?.remove();
  chart?.querySelector(".heatmaplayer image")?.style.removeProperty("visibility");
}

function paintConnections(chart, network, trace, part) {
  const { strengths } = message.latest.rules;
  const paths = [...chart.querySelectorAll(".shapelayer path")].slice(0, 2 * strengths.length);
  // What carried most to a neuron that is looked into takes a while to find: it follows from the server.
  const isLookedInto = part("focus").data.x.length > 0;
  for (const path of paths) path.style.opacity = isLookedInto ? FADED : 1;
  if (isLookedInto) return;
  const steps = strengths.map((strength, level) => (level ? (strength + strengths[level - 1]) / 2 : strength / 2));
  const lines = paths.map(() => "");
  network.layers.forEach((layer, number) => {
    if (!trace && !number) return;
    const { inputs, push, largest } = pushes(layer, trace?.activations[number]);
    const line = lineBetween(chart, network, part, number);
    for (const index of strongest(push, inputs, number)) {
      const level = steps.findLastIndex((step) => Math.abs(push[index]) / largest >= step);
      if (level < 0) continue;
      lines[2 * level + (push[index] < 0)] += line(index % inputs, Math.floor(index / inputs));
    }
  });
  paths.forEach((path, index) => path.setAttribute("d", lines[index] || "M0,0"));
}

// What each connection into a layer carries; at rest its weight, and the largest counts as if it were larger.
function pushes({ weights, biases }, activations) {
  const inputs = weights.length / biases.length;
  const push = activations ? new Float32Array(weights.length) : weights;
  let largest = 1e-9;
  for (let index = 0; index < push.length; index++) {
    if (activations) push[index] = weights[index] * activations[index % inputs];
    largest = Math.max(largest, Math.abs(push[index]));
  }
  return { inputs, push, largest: activations ? largest : largest / message.latest.rules.restStrength };
}

// Which connections are drawn between two layers, as `_strongest` chooses them.
function strongest(push, inputs, number) {
  const { allConnections, inputConnections, connections } = message.latest.rules;
  if (push.length <= allConnections) return push.keys();
  const neurons = push.length / inputs;
  const most = number ? connections : inputConnections;
  const each = clamp(Math.floor(most / neurons), 1, inputs);
  const byPush = (one, other) => Math.abs(push[other]) - Math.abs(push[one]);
  const chosen = [];
  for (let neuron = 0; neuron < neurons; neuron++) {
    const best = []; // the indices of this neuron's strongest, the strongest first
    for (let index = neuron * inputs; index < (neuron + 1) * inputs; index++) {
      if (best.length === each && byPush(index, best[each - 1]) >= 0) continue;
      const place = best.findIndex((one) => byPush(index, one) < 0);
      best.splice(place < 0 ? best.length : place, 0, index);
      best.length = Math.min(best.length, each);
    }
    chosen.push(...best);
  }
  return chosen.length > most ? chosen.sort(byPush).slice(0, most) : chosen;
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
