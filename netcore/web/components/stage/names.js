// What layers and neurons are called in a sentence.

import { SIDE } from "../lib/cells.js";
import { t } from "../lib/language.js";

/**
 * @param {string} layer as its trace is called
 * @returns {string}
 */
export function inWords(layer) {
  const [kind, number] = layer.split(" ");
  if (number) return t("hidden layer {number}", { number });
  return kind === "input" ? t("the input layer") : t("the output layer");
}

/**
 * @param {number} layer from 1: the one that the neuron is in
 * @param {number} origin
 * @returns {string} what a neuron of the layer before is called, seen from there
 */
export function originName(layer, origin) {
  if (layer > 1) return t("neuron {number}", { number: origin });
  return t("row {row}, column {column}", { row: Math.floor(origin / SIDE), column: origin % SIDE });
}
