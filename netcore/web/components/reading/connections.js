// The connections of the diagram: which are drawn, and how they are painted.

import { SIDE } from "../lib/cells.js";
import { latest } from "../lib/message.js";
import { best, contributions, strongest } from "../lib/network.js";
import { staged, travelled } from "../lib/stage.js";

/** @typedef {import("../lib/message.js").Line} Line */
/** @typedef {import("../lib/network.js").Network} Network */
/** @typedef {import("../lib/network.js").Trace} Trace */
/** @typedef {import("./glow.js").Places} Places */

const INTO_ONE = 40; // so many are drawn into a neuron that is spoken of
const SPARK = 2.8; // pixels: radius of the light that runs along the strongest connection

/**
 * The connections that push the next neurons most.
 * @param {Network} network
 * @param {Trace | null} trace null at rest
 * @returns {Line[]}
 */
export function carriedMost(network, trace) {
  const { rules } = latest();
  /** @type {Line[]} */
  const lines = [];
  network.layers.forEach((layer, number) => {
    const spoken = spokenOf(number, layer.biases.length);
    if (!trace && !number && !spoken.length) return;
    const { inputs, carried, largest } = contributions(layer, trace?.activations[number], rules.restStrength);
    const chosen = new Set(!trace && !number ? [] : strongest(carried, inputs, number, rules));
    for (const neuron of spoken) {
      for (const index of best(carried, neuron * inputs, (neuron + 1) * inputs, INTO_ONE)) chosen.add(index);
    }
    for (const index of chosen) {
      lines.push([number, index % inputs, Math.floor(index / inputs), carried[index] / largest]);
    }
  });
  return lines;
}

/**
 * @param {number} number of a layer after the input, from 0
 * @param {number} count of its neurons
 * @returns {number[]} which of them the stage speaks of, if it doesn't speak of all
 */
function spokenOf(number, count) {
  const ways = staged().lights?.ways[number];
  if (!ways) return [];
  const spoken = [...ways.keys()].filter((neuron) => ways[neuron] > 0.5);
  return spoken.length < count ? spoken : [];
}

/**
 * @param {CanvasRenderingContext2D} stage
 * @param {Places} places
 * @param {Line[]} lines
 * @param {ChartShape[]} looks of each strength, up and down
 * @param {{ opacity: number, front: number }} seen opacity 0–1; front: as in lib/stage.js
 */
export function paintConnections(stage, { at, layers }, lines, looks, { opacity, front }) {
  const { rules, light } = latest();
  const { strengths } = rules;
  const { lights } = staged();
  const steps = strengths.map((strength, step) => (step ? (strength + strengths[step - 1]) / 2 : strength / 2));
  /** @type {Line[][]} */
  const paths = Array.from({ length: 2 * strengths.length }, () => []);
  for (const line of lines) {
    const strength = steps.filter((step) => Math.abs(line[3]) >= step).length - 1; // they grow
    if (strength >= 0 && front > line[0]) paths[2 * strength + Number(line[3] < 0)].push(line);
  }
  /** @type {(number: number, neuron: number) => [number, number]} */
  const place = (number, neuron) =>
    number < 0 ? at(neuron % SIDE, Math.floor(neuron / SIDE)) : at(layers[number].x[neuron], layers[number].y[neuron]);
  /** @type {(number: number) => number} */
  const radius = (number) => (number < 0 ? 0 : layers[number].size / 2);
  stage.globalAlpha = opacity;
  paths.forEach((path, index) => {
    if (!path.length) return;
    Object.assign(stage, { strokeStyle: looks[index].line.color, lineWidth: looks[index].line.width });
    // Each line by itself: one path of hundreds that cross each other takes twice as long.
    for (const [number, sender, receiver, strength] of path) {
      const [fromX, fromY] = place(number - 1, sender);
      const [toX, toY] = place(number, receiver);
      const length = Math.hypot(toX - fromX, toY - fromY);
      const [begin, end] = [radius(number - 1) / length, 1 - radius(number) / length]; // in neither
      const part = travelled(front, number + 1);
      const reach = begin + part * (end - begin);
      const [x, y] = [fromX + reach * (toX - fromX), fromY + reach * (toY - fromY)];
      if (lights) stage.globalAlpha = opacity * lights.ways[number][receiver];
      stage.beginPath();
      stage.moveTo(fromX + begin * (toX - fromX), fromY + begin * (toY - fromY));
      stage.lineTo(x, y);
      stage.stroke();
      if (part === 1) continue;
      stage.fillStyle = light[light.length - 1];
      stage.beginPath();
      stage.arc(x, y, SPARK * Math.abs(strength), 0, 2 * Math.PI);
      stage.fill();
    }
  });
  stage.globalAlpha = 1;
}
