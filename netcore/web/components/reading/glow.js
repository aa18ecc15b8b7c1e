// What glows in the diagram: the input neurons, the connections, which connections.js paints, the neurons with their halos,
// and the ring around the one that is looked into. Plotly lays them out; they are painted here, on a canvas under its
// words, because Plotly would take 40 ms to draw them all again.

import { SIDE } from "../lib/cells.js";
import { latest } from "../lib/message.js";
import { clamp } from "../lib/preprocess.js";
import { contextOf, find } from "../lib/required.js";
import { arrived, staged } from "../lib/stage.js";
import { carriedMost, paintConnections } from "./connections.js";

/** @typedef {import("../lib/message.js").Focus} Focus */
/** @typedef {import("../lib/message.js").Line} Line */
/** @typedef {import("../lib/network.js").Network} Network */
/** @typedef {import("../lib/network.js").Trace} Trace */
/** @typedef {import("./curtain.js").SeenTrace} SeenTrace */
/**
 * @typedef {object} Glowing what is kept with the chart
 * @property {HTMLCanvasElement} [netcoreStage] the canvas
 * @property {{ lines: Line[], meta: string }} [netcoreWays] the connections that were painted last, and on which layout
 */
/** @typedef {import("./diagram.js").Diagram} Diagram */
/** @typedef {{ x: number[], y: number[], size: number }} Neurons of a layer, and their diameter in pixels */
/**
 * @typedef {object} Places in pixels of the chart
 * @property {(x: number, y: number) => [number, number]} at
 * @property {Neurons[]} layers after the input
 */

const HALO = 1.6; // radius of the light around a neuron, in times the neuron's
const SOFT = 9; // pixels over which it fades
const RIM = 1.5;
const RING = { apart: 5, width: 3 };
const FADED = 0.25; // how strongly lines are seen that belong to an older drawing

/**
 * Paint everything, under the words that Plotly drew.
 * @param {Diagram} chart
 * @param {Places} places
 * @param {Network} network
 * @param {SeenTrace | null} trace null at rest
 * @param {Focus | null} focus
 */
export function paintGlow(chart, places, network, trace, focus) {
  const stage = stageOn(chart);
  stage.clearRect(0, 0, stage.canvas.width, stage.canvas.height);
  paintLight(stage, chart, places, network, trace, focus);
}

/**
 * Paint everything on another stage.
 * @param {CanvasRenderingContext2D} stage
 * @param {Diagram} chart
 * @param {Places} places
 * @param {Network} network
 * @param {SeenTrace | null} trace null at rest
 * @param {Focus | null} focus
 */
export function paintLight(stage, chart, places, network, trace, focus) {
  const { lights: dims } = staged();
  const front = trace?.front ?? Infinity;
  const cells = cellsOf(places, trace?.activations[0]);
  const { shapes } = chart.layout;
  paintFrame(stage, places, shapes[shapes.length - 1]);
  paintCells(stage, cells.dark, dims?.neurons[0]);
  const ways = focus ? focus.lines : carriedMost(network, trace);
  const { meta } = chart.layout;
  if (ways) chart.netcoreWays = { lines: ways, meta };
  const last = chart.netcoreWays?.meta === meta ? chart.netcoreWays.lines : []; // another network has other neurons
  const seen = trace?.hidesOutputs ? last.filter(([number]) => number < network.layers.length - 1) : last;
  paintConnections(stage, places, seen, shapes, { opacity: ways ? 1 : FADED, front });
  paintCells(stage, cells.lit, dims?.neurons[0]);
  const lights = places.layers.map((_, number) => {
    const arrival = arrived(front, number + 1);
    return lightOf(trace?.activations[number + 1]).map((light) => light * arrival);
  });
  places.layers.forEach((layer, number) => paintHalos(stage, places, layer, lights[number], dims?.neurons[number + 1]));
  places.layers.forEach((layer, number) =>
    paintNeurons(stage, places, layer, lights[number], dims?.neurons[number + 1]),
  );
  if (focus) paintRing(stage, places, focus, chart.layout.font.color);
}

/**
 * The canvas under the chart, as large and as sharp as the screen shows it.
 * @param {Diagram} chart
 * @returns {CanvasRenderingContext2D}
 */
function stageOn(chart) {
  let canvas = chart.netcoreStage;
  if (!canvas?.isConnected) {
    canvas = chart.netcoreStage = document.createElement("canvas");
    canvas.ariaHidden = "true";
    canvas.style.cssText = "position: absolute; left: 0; top: 0; pointer-events: none";
    find(chart, ".svg-container").prepend(canvas);
    chart.classList.add("glows"); // hides what Plotly drew of it
  }
  const { width, height } = chart._fullLayout;
  const sharpness = window.devicePixelRatio;
  const [across, down] = [width, height].map((length) => Math.round(length * sharpness));
  if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const stage = contextOf(canvas);
  stage.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  return stage;
}

/**
 * Leave the chart to Plotly.
 * @param {Diagram} chart
 */
export function removeGlow(chart) {
  chart.netcoreStage?.remove();
  chart.classList.remove("glows");
}

/**
 * Light, 0–1, of each activation; where a layer goes beyond 1, its brightest neuron has full light.
 * @param {Float32Array | undefined} activations
 * @returns {Float32Array} nothing at rest
 */
export function lightOf(activations) {
  if (!activations) return new Float32Array();
  const brightest = Math.max(1, ...activations);
  return activations.map((activation) => activation / brightest);
}

/**
 * @param {number} light 0–1
 * @returns {number} which of the colours
 */
const level = (light) => Math.round(clamp(light, 0, 1) * (latest().light.length - 1));

/**
 * @param {number} light 0–1
 * @returns {string} the colour of a neuron
 */
export const shine = (light) => latest().light[level(light)];

/**
 * @param {number} light 0–1
 * @returns {string} the colour of its rim
 */
export function rim(light) {
  const { dim, faint } = latest().rules;
  return light < dim ? faint : shine(light);
}

/**
 * @typedef {{ pixel: number, place: [number, number, number, number], colour: string }} Cell which one; left, top, width
 *   and height in pixels
 */

/**
 * The input neurons, each a pixel apart from the next.
 * @param {Places} places
 * @param {Float32Array | undefined} pixels
 * @returns {{ dark: Cell[], lit: Cell[] }}
 */
function cellsOf({ at }, pixels) {
  const [start, end] = [at(-0.5, -0.5), at(SIDE - 0.5, SIDE - 0.5)];
  /** @type {(axis: number, cell: number) => number} */
  const edge = (axis, cell) => Math.round(start[axis] + (cell * (end[axis] - start[axis])) / SIDE);
  const [across, down] = [0, 1].map((axis) => Array.from({ length: SIDE + 1 }, (_, cell) => edge(axis, cell)));
  const { light, rules } = latest();
  /** @type {{ dark: Cell[], lit: Cell[] }} */
  const cells = { dark: [], lit: [] };
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const [column, row] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    const [left, top] = [across[column], down[row]];
    const shade = pixels ? level(pixels[pixel]) : 0;
    /** @type {Cell["place"]} */
    const place = [left, top, across[column + 1] - left - 1, down[row + 1] - top - 1];
    if (shade) cells.lit.push({ pixel, place, colour: light[shade] });
    else cells.dark.push({ pixel, place, colour: rules.cell });
  }
  return cells;
}

/**
 * @param {CanvasRenderingContext2D} stage
 * @param {Cell[]} cells
 * @param {Float32Array | undefined} dims how far each is lit; undefined: all are
 */
function paintCells(stage, cells, dims) {
  for (const { pixel, place, colour } of cells) {
    if (dims) stage.globalAlpha = dims[pixel];
    stage.fillStyle = colour;
    stage.fillRect(...place);
  }
  stage.globalAlpha = 1;
}

/**
 * Around the input neurons.
 * @param {CanvasRenderingContext2D} stage
 * @param {Places} places
 * @param {ChartShape} frame
 */
function paintFrame(stage, { at }, { x0, y0, x1, y1, line }) {
  const [begin, end] = [at(x0, y0), at(x1, y1)];
  Object.assign(stage, { strokeStyle: line.color, lineWidth: line.width });
  stage.strokeRect(begin[0], begin[1], end[0] - begin[0], end[1] - begin[1]);
}

/**
 * @param {CanvasRenderingContext2D} stage
 * @param {Places} places
 * @param {Neurons} layer
 * @param {Float32Array} lights 0–1; none at rest
 * @param {Float32Array | undefined} dims how far each is lit; undefined: all are
 */
function paintHalos(stage, { at }, { x, y, size }, lights, dims) {
  const sharpness = stage.getTransform().a;
  for (let neuron = 0; neuron < lights.length; neuron++) {
    if (!level(lights[neuron])) continue;
    const [left, top] = at(x[neuron], y[neuron]);
    const halo = haloOf(shine(lights[neuron]), (HALO * size) / 2, sharpness);
    const side = halo.width / sharpness;
    stage.globalAlpha = clamp(lights[neuron], 0, 1) * (dims?.[neuron] ?? 1);
    stage.drawImage(halo, left - side / 2, top - side / 2, side, side);
  }
  stage.globalAlpha = 1;
}

/** @type {Map<string, HTMLCanvasElement>} */
const halos = new Map();

/**
 * Light that fades around a disc.
 * @param {string} colour
 * @param {number} radius of the disc
 * @param {number} sharpness pixels in one of the screen, a side
 * @returns {HTMLCanvasElement}
 */
function haloOf(colour, radius, sharpness) {
  const name = `${colour} ${radius} ${sharpness}`;
  const known = halos.get(name);
  if (known) return known;
  const reach = radius + 2 * SOFT;
  const halo = document.createElement("canvas");
  halo.width = halo.height = Math.ceil(2 * reach * sharpness);
  const paper = contextOf(halo);
  const middle = halo.width / 2;
  const light = paper.createRadialGradient(middle, middle, 0, middle, middle, middle);
  const brightest = 1 - Math.exp(-0.5 * (radius / (0.8 * SOFT)) ** 2); // a small disc has little to spread
  for (let part = 0; part <= 1; part += 1 / 16) {
    const opacity = (brightest * (1 - Math.tanh((part * reach - radius) / SOFT))) / 2;
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    light.addColorStop(part, `rgba(${red}, ${green}, ${blue}, ${part < 1 ? opacity : 0})`);
  }
  paper.fillStyle = light;
  paper.fillRect(0, 0, halo.width, halo.height);
  halos.set(name, halo);
  return halo;
}

/**
 * @param {CanvasRenderingContext2D} stage
 * @param {Places} places
 * @param {Neurons} layer
 * @param {Float32Array} lights 0–1; none at rest
 * @param {Float32Array | undefined} dims how far each is lit; undefined: all are
 */
function paintNeurons(stage, { at }, { x, y, size }, lights, dims) {
  x.forEach((_, neuron) => {
    const light = lights[neuron] ?? 0;
    const place = at(x[neuron], y[neuron]);
    const [outside, inside] = [rim(light), shine(light)];
    if (dims && dims[neuron] < 1) {
      paintDisc(stage, place, (size + RIM) / 2, shine(0)); // or connections would be seen through it
      stage.globalAlpha = dims[neuron];
    }
    // To draw a line round a disc takes five times as long as to fill another.
    paintDisc(stage, place, (size + RIM) / 2, outside);
    if (inside !== outside) paintDisc(stage, place, (size - RIM) / 2, inside);
    stage.globalAlpha = 1;
  });
}

/**
 * @param {CanvasRenderingContext2D} stage
 * @param {[number, number]} middle
 * @param {number} radius
 * @param {string} colour
 */
function paintDisc(stage, middle, radius, colour) {
  stage.fillStyle = colour;
  stage.beginPath();
  stage.arc(...middle, radius, 0, 2 * Math.PI);
  stage.fill();
}

/**
 * @param {CanvasRenderingContext2D} stage
 * @param {Places} places
 * @param {Focus} focus
 * @param {string} colour
 */
function paintRing(stage, { at, layers }, { layer, neuron }, colour) {
  const [x, y, size] = layer
    ? [layers[layer - 1].x[neuron], layers[layer - 1].y[neuron], layers[layer - 1].size]
    : [neuron % SIDE, Math.floor(neuron / SIDE), 0];
  Object.assign(stage, { strokeStyle: colour, lineWidth: RING.width });
  stage.beginPath();
  stage.arc(...at(x, y), size / 2 + RING.apart, 0, 2 * Math.PI);
  stage.stroke();
}
