// Where the weights of the first hidden layer lie in the picture of them all, as `weight_tiles` of tiles.py lays them
// out: a test compares.

import { SIDE } from "./cells.js";

/**
 * @typedef {{ count: number, columns: number, gap: number }} Grid how many neurons in how many columns, and the free
 *   space between two of them, in cells
 */

/**
 * @param {Float32Array} weights (neurons × 784)
 * @param {Grid} grid
 * @returns {{ z: (number | null)[][], customdata: number[][] }} the weight in each cell, null in gaps, and its neuron
 */
export function tilesOf(weights, { count, columns, gap }) {
  const side = SIDE + gap;
  const rows = Math.ceil(count / columns);
  /** @type {<Value>(of: (y: number, x: number) => Value) => Value[][]} */
  const cells = (of) =>
    Array.from({ length: rows * side }, (_, y) => Array.from({ length: columns * side }, (_, x) => of(y, x)));
  /** @type {(y: number, x: number) => number} */
  const neuronAt = (y, x) => Math.floor(y / side) * columns + Math.floor(x / side);
  return {
    z: cells((y, x) => {
      const [row, column, neuron] = [y % side, x % side, neuronAt(y, x)];
      return row < SIDE && column < SIDE && neuron < count ? weights[(neuron * SIDE + row) * SIDE + column] : null;
    }),
    customdata: cells(neuronAt),
  };
}
