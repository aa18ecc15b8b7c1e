// From 28 × 28 numbers to every neuron, as network.py finds them: a test compares.

import { clamp } from "./preprocess.js";

/** @typedef {{ weights: Float32Array, biases: Float32Array, activate: (z: any) => any }} Layer weights (neurons × inputs) */
/** @typedef {{ activations: Float32Array[], weightedSums: Float32Array[] }} Trace the pixels first */

export const ACTIVATION_FUNCTIONS = {
  sigmoid: (z) => z.map((value) => 0.5 * Math.tanh(0.5 * value) + 0.5),
  relu: (z) => z.map((value) => Math.max(value, 0)),
  softmax: (z) => {
    const highest = Math.max(...z);
    const powers = z.map((value) => Math.exp(value - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  },
};

/**
 * The layers out of the bytes of all weights and biases, float32, in the order in which they are used; or rounded, as
 * `rounded` of weights.py packs them.
 * @param {Uint8Array} bytes
 * @param {{ inputs: number, neurons: number, activation: string }[]} layers
 * @param {boolean} isRounded
 * @returns {Layer[]}
 */
export function unpack(bytes, layers, isRounded) {
  const neuronsInAll = layers.reduce((sum, { neurons }) => sum + neurons, 0);
  const floats = new Float32Array(bytes.buffer, 0, isRounded ? 2 * neuronsInAll : undefined);
  const levels = isRounded ? new Int8Array(bytes.buffer, floats.byteLength) : undefined;
  let [taken, level] = [0, 0];
  const take = (count) => floats.subarray(taken, (taken += count));
  const takeWeights = (inputs, neurons) => {
    if (!levels) return take(inputs * neurons);
    const steps = take(neurons);
    return Float32Array.from(
      { length: inputs * neurons },
      (_, index) => levels[level++] * steps[Math.floor(index / inputs)],
    );
  };
  return layers.map(({ inputs, neurons, activation }) => ({
    weights: takeWeights(inputs, neurons),
    biases: take(neurons),
    activate: ACTIVATION_FUNCTIONS[activation],
  }));
}

/**
 * @param {{ layers: Layer[] }} network
 * @param {Float32Array} pixels 784 numbers
 * @returns {Trace}
 */
export function forward({ layers }, pixels) {
  const activations = [pixels];
  const weightedSums = [];
  for (const { weights, biases, activate } of layers) {
    const inputs = activations.at(-1);
    weightedSums.push(
      biases.map((bias, neuron) => {
        let sum = 0;
        const first = neuron * inputs.length;
        for (let input = 0; input < inputs.length; input++) sum += weights[first + input] * inputs[input];
        return sum + bias;
      }),
    );
    activations.push(activate(weightedSums.at(-1)));
  }
  return { activations, weightedSums };
}

/**
 * What each connection into a layer carries; at rest its weight, and the largest counts as if it were larger.
 * @param {Layer} layer
 * @param {Float32Array | undefined} activations of the layer before; undefined at rest
 * @param {number} restStrength
 * @returns {{ inputs: number, carried: Float32Array, largest: number }}
 */
export function contributions({ weights, biases }, activations, restStrength) {
  const inputs = weights.length / biases.length;
  const carried = activations ? new Float32Array(weights.length) : weights;
  let largest = 1e-9;
  for (let index = 0; index < carried.length; index++) {
    if (activations) carried[index] = weights[index] * activations[index % inputs];
    largest = Math.max(largest, Math.abs(carried[index]));
  }
  return { inputs, carried, largest: activations ? largest : largest / restStrength };
}

/**
 * Which connections are drawn between two layers, as `_strongest` of connections.py chooses them.
 * @param {Float32Array} carried what each carries, (neurons × inputs)
 * @param {number} inputs
 * @param {number} number of the layer that they lead to, from 0
 * @param {{ allConnections: number, inputConnections: number, connections: number }} most
 * @returns {Iterable<number>} indices into `carried`
 */
export function strongest(carried, inputs, number, { allConnections, inputConnections, connections }) {
  if (carried.length <= allConnections) return carried.keys();
  const neurons = carried.length / inputs;
  const most = number ? connections : inputConnections;
  const each = clamp(Math.floor(most / neurons), 1, inputs);
  const byStrength = (one, other) => Math.abs(carried[other]) - Math.abs(carried[one]);
  const chosen = [];
  for (let neuron = 0; neuron < neurons; neuron++) {
    const best = []; // the indices of this neuron's strongest, the strongest first
    for (let index = neuron * inputs; index < (neuron + 1) * inputs; index++) {
      if (best.length === each && byStrength(index, best[each - 1]) >= 0) continue;
      const place = best.findIndex((one) => byStrength(index, one) < 0);
      best.splice(place < 0 ? best.length : place, 0, index);
      best.length = Math.min(best.length, each);
    }
    chosen.push(...best);
  }
  return chosen.length > most ? chosen.sort(byStrength).slice(0, most) : chosen;
}
