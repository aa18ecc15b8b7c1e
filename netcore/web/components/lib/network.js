// From 28 × 28 numbers to every neuron, as network.py finds them: a test compares.

import { clamp } from "./preprocess.js";

/** @typedef {{ inputs: number, neurons: number, activation: string }} Shape of a layer, and its activation function */
/** @typedef {<Numbers extends Float32Array | Float64Array>(z: Numbers) => Numbers} ActivationFunction of a whole layer */
/**
 * @typedef {object} Layer
 * @property {Float32Array} weights (neurons × inputs)
 * @property {Float32Array} biases
 * @property {string} activation name of the function
 * @property {ActivationFunction} activate
 */
/** @typedef {{ layers: Layer[] }} Network */
/** @typedef {{ activations: Float32Array[], weightedSums: Float32Array[] }} Trace the pixels first */
/**
 * @typedef {object} Most so many connections are drawn between two layers
 * @property {number} allConnections of no more than these all are drawn, of others the strongest few into each neuron
 * @property {number} inputConnections from the input, in all, or one a neuron
 * @property {number} connections from another layer, in all, or one a neuron
 */

/** @type {Record<string, ActivationFunction>} */
export const ACTIVATION_FUNCTIONS = {
  sigmoid: (z) => mapped(z, (value) => 0.5 * Math.tanh(0.5 * value) + 0.5),
  relu: (z) => mapped(z, (value) => Math.max(value, 0)),
  softmax: (z) => {
    const highest = Math.max(...z);
    const powers = mapped(z, (value) => Math.exp(value - highest));
    let sum = 0;
    for (const power of powers) sum += power;
    return mapped(powers, (power) => power / sum);
  },
};

/**
 * @template {Float32Array | Float64Array} Numbers
 * @param {Numbers} z
 * @param {(value: number) => number} change
 * @returns {Numbers} as precise as z
 */
function mapped(z, change) {
  return /** @type {Numbers} */ (z.map(change));
}

const LEARNS = "~"; // a fingerprint begins so while the network learns, see weights.py
const FLOAT_BYTES = 4;

/**
 * The layers out of the bytes of all weights and biases, float32, in the order in which they are used; or rounded, as
 * `rounded` of weights.py packs them.
 * @param {Uint8Array} bytes
 * @param {Shape[]} layers
 * @param {boolean} isRounded
 * @returns {Layer[]}
 */
export function unpack(bytes, layers, isRounded) {
  const neuronsInAll = layers.reduce((sum, { neurons }) => sum + neurons, 0);
  const floats = new Float32Array(bytes.buffer, 0, isRounded ? 2 * neuronsInAll : undefined);
  const levels = isRounded ? new Int8Array(bytes.buffer, floats.byteLength) : undefined;
  let [taken, level] = [0, 0];
  /** @type {(count: number) => Float32Array} */
  const take = (count) => floats.subarray(taken, (taken += count));
  /** @type {(inputs: number, neurons: number) => Float32Array} */
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
    activation,
    activate: ACTIVATION_FUNCTIONS[activation],
  }));
}

/**
 * The numbers of a network among those that came. They come apart from the rest, and one that learns is another at each
 * look: then its newest do, as the right ones may never come, because the line was cut.
 * @param {Map<string, Uint8Array<ArrayBuffer>>} networks by their fingerprints, in the order in which they came
 * @param {{ fingerprint: string, isRounded: boolean, layers: Shape[] }} wanted
 * @returns {[string, Uint8Array<ArrayBuffer>] | undefined} the fingerprint, and the bytes for `unpack`
 */
export function numbersOf(networks, { fingerprint, isRounded, layers }) {
  const bytes = networks.get(fingerprint);
  if (bytes || !isRounded) return bytes && [fingerprint, bytes];
  const size = layers.reduce((sum, { inputs, neurons }) => sum + (2 * FLOAT_BYTES + inputs) * neurons, 0);
  return [...networks].findLast(([name, { length }]) => name.startsWith(LEARNS) && length === size);
}

/**
 * Every neuron's weighted sum and activation.
 * @param {Network} network
 * @param {Float32Array} pixels 784 numbers, 0–1
 * @returns {Trace}
 */
export function forward({ layers }, pixels) {
  const activations = [pixels];
  /** @type {Float32Array[]} */
  const weightedSums = [];
  for (const { weights, biases, activate } of layers) {
    const before = activations[activations.length - 1];
    const senders = lit(before);
    const sums = biases.map((bias, neuron) => {
      const first = neuron * before.length;
      let sum = 0;
      for (let at = 0; at < senders.length; at++) sum += weights[first + senders[at]] * before[senders[at]];
      return sum + bias;
    });
    weightedSums.push(sums);
    activations.push(activate(sums));
  }
  return { activations, weightedSums };
}

/**
 * Which neurons give anything to the next layer: of a drawing's pixels most give nothing.
 * @param {Float32Array} activations
 * @returns {Uint16Array}
 */
function lit(activations) {
  const senders = new Uint16Array(activations.length);
  let count = 0;
  for (let neuron = 0; neuron < activations.length; neuron++) if (activations[neuron]) senders[count++] = neuron;
  return senders.subarray(0, count);
}

/**
 * What each connection into a layer carries; at rest its weight, and the largest counts as if it were larger.
 * @param {Layer} layer
 * @param {Float32Array | undefined} activations of the layer before; undefined at rest
 * @param {number} restStrength 0–1
 * @returns {{ inputs: number, carried: Float32Array, largest: number }}
 */
export function contributions({ weights, biases }, activations, restStrength) {
  const inputs = weights.length / biases.length;
  const carried = activations ? new Float32Array(weights.length) : weights;
  if (activations) {
    const senders = lit(activations);
    for (let first = 0; first < carried.length; first += inputs) {
      for (let at = 0; at < senders.length; at++) {
        carried[first + senders[at]] = weights[first + senders[at]] * activations[senders[at]];
      }
    }
  }
  let largest = 1e-9;
  for (let index = 0; index < carried.length; index++) {
    const strength = Math.abs(carried[index]);
    if (strength > largest) largest = strength;
  }
  return { inputs, carried, largest: activations ? largest : largest / restStrength };
}

/**
 * Which connections are drawn between two layers, as `strongest` of connections.py chooses them.
 * @param {Float32Array} carried what each carries, (neurons × inputs)
 * @param {number} inputs
 * @param {number} number of the layer that they lead to, from 0
 * @param {Most} most
 * @returns {Iterable<number>} indices into `carried`
 */
export function strongest(carried, inputs, number, { allConnections, inputConnections, connections }) {
  if (carried.length <= allConnections) return carried.keys();
  const neurons = carried.length / inputs;
  const most = number ? connections : inputConnections;
  const each = clamp(Math.floor(most / neurons), 1, inputs);
  /** @type {number[]} */
  const chosen = [];
  for (let neuron = 0; neuron < neurons; neuron++) {
    chosen.push(...best(carried, neuron * inputs, (neuron + 1) * inputs, each));
  }
  if (chosen.length <= most) return chosen;
  const strengths = Float32Array.from(chosen, (index) => carried[index]);
  return [...best(strengths, 0, strengths.length, most)].map((place) => chosen[place]);
}

/**
 * Where the largest numbers stand, in one walk: those found so far lie in a heap, the smallest of them on top.
 * @param {Float32Array} numbers
 * @param {number} begin
 * @param {number} end
 * @param {number} count
 * @returns {Uint32Array} `count` places from `begin` to before `end`, in no order; of equals the first
 */
export function best(numbers, begin, end, count) {
  const heap = new Uint32Array(count);
  let size = 0;
  /** @type {(one: number, other: number) => boolean} */
  const weaker = (one, other) => Math.abs(numbers[one]) < Math.abs(numbers[other]);
  for (let index = begin; index < end; index++) {
    let at = size;
    if (size < count) {
      for (size++; at && weaker(index, heap[(at - 1) >> 1]); at = (at - 1) >> 1) heap[at] = heap[(at - 1) >> 1];
    } else {
      if (!weaker(heap[0], index)) continue;
      for (at = 0; ; ) {
        let child = 2 * at + 1;
        if (child + 1 < size && weaker(heap[child + 1], heap[child])) child++;
        if (child >= size || !weaker(heap[child], index)) break;
        heap[at] = heap[child];
        at = child;
      }
    }
    heap[at] = index;
  }
  return heap.subarray(0, size);
}
