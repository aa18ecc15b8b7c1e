// Where the outputs stand in the diagram.

import { chartOf, pixelsIn } from "../lib/figures.js";

/** @returns {import("../reading/diagram.js").DiagramTrace | undefined} what Plotly has of them */
function outputs() {
  /** @type {import("../reading/diagram.js").Diagram | null} */
  const chart = chartOf("network");
  return chart?.data.find(({ name }) => name === "output");
}

/** @returns {boolean} they stand beside each other: the layers go down */
export function isHigh() {
  const y = outputs()?.y ?? [];
  return y.length > 1 && y[0] === y[1];
}

/**
 * @param {Chart} chart
 * @param {number} neuron
 * @returns {{ left: number, top: number, size: number }} a place before an output, and its size, in pixels of the chart
 */
export function placeBefore(chart, neuron) {
  const { x, y, marker } = outputs() ?? { x: [], y: [], marker: { size: 0 } };
  const [left, top] = pixelsIn(chart)(x[neuron], y[neuron]);
  const away = 1.5 * marker.size + 6;
  return { left: left - (isHigh() ? 0 : away), top: top - (isHigh() ? away : 0), size: marker.size };
}
