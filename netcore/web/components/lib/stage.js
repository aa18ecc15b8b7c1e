// What the stage asks of those who paint the diagram: how far each part of it is lit, and how far a signal has come that
// runs through it slowly. It is kept with the page: each component has a copy of this file of its own.

/** @typedef {import("./network.js").Trace} Trace */
/**
 * @typedef {object} Lights how far everything is lit, 0–1; layers from 0 for the input
 * @property {Float32Array[]} neurons of each layer
 * @property {Float32Array[]} ways into each neuron of the layers after the input
 */
/**
 * @typedef {object} Staged
 * @property {Lights | null} lights null: nothing is dimmed
 * @property {number} front the layer that the drawing's signal has come to; between two layers it is on the way; all is
 *   lit where it is Infinity
 * @property {{ trace: Trace, front: number } | null} example what runs through the diagram in the place of the drawing
 * @property {boolean} isCovered something else is shown in the place of the diagram
 */

export const DIMMED = 0.18; // what isn't spoken of is lit so far
const ARRIVAL = 0.25; // in the last part of its way to a layer the signal lights the neurons there

/** @type {Staged} */
const REST = { lights: null, front: Infinity, example: null, isCovered: false };

/** @returns {Staged} */
export const staged = () => window.netcoreStaged ?? REST;

/**
 * Ask for something else, and have the diagram painted so.
 * @param {Partial<Staged>} change
 */
export function stageThat(change) {
  const next = { ...staged(), ...change };
  const isOther = Object.entries(next).some(([name, value]) => value !== Reflect.get(staged(), name));
  window.netcoreStaged = next;
  if (!isOther) return;
  /** @type {Chart | null} */
  const chart = document.querySelector(".st-key-network .js-plotly-plot");
  chart?.netcoreRepaint?.();
}

/** Ask for nothing. */
export function leaveStage() {
  stageThat(REST);
  window.netcoreStaged = undefined;
}

/**
 * @param {number} count of layers, the input included
 * @returns {string[]} what they are called
 */
export function layerNames(count) {
  return Array.from({ length: count }, (_, layer) => {
    if (!layer) return "input";
    return layer === count - 1 ? "output" : `hidden ${layer}`;
  });
}

/**
 * @param {string[]} lit what is spoken of, as stage.py names it
 * @param {number[]} sizes of all layers, the input included
 * @returns {Lights}
 */
export function lightsFor(lit, sizes) {
  const all = new Set(lit);
  const names = layerNames(sizes.length);
  /** @type {(prefix: string, layer: number) => Float32Array} */
  const lights = (prefix, layer) =>
    Float32Array.from({ length: sizes[layer] }, (_, neuron) =>
      !all.size || all.has(prefix + names[layer]) || all.has(`${prefix}${names[layer]}/${neuron}`) ? 1 : DIMMED,
    );
  const layers = [...sizes.keys()];
  return {
    neurons: layers.map((layer) => lights("", layer)),
    ways: layers.slice(1).map((layer) => lights("to ", layer)),
  };
}

/**
 * @param {Lights} from
 * @param {Lights} to of the same layers
 * @param {number} part of the way, 0–1
 * @returns {Lights}
 */
export function between(from, to, part) {
  /** @type {(ones: Float32Array[], others: Float32Array[]) => Float32Array[]} */
  const mixed = (ones, others) =>
    ones.map((one, layer) => one.map((light, neuron) => light + part * (others[layer][neuron] - light)));
  return { neurons: mixed(from.neurons, to.neurons), ways: mixed(from.ways, to.ways) };
}

/**
 * @param {number} front
 * @param {number} layer from 0 for the input
 * @returns {number} how far its neurons are lit, 0–1
 */
export const arrived = (front, layer) => Math.min(Math.max((front - layer) / ARRIVAL + 1, 0), 1);

/**
 * @param {number} front
 * @param {number} layer that connections lead to
 * @returns {number} how far along them the signal has come, 0–1
 */
export const travelled = (front, layer) => Math.min(Math.max((front - layer + 1) / (1 - ARRIVAL / 2), 0), 1);
