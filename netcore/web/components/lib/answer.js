// From the outputs to the answer and its words, as reading.py and saying.py find them: a test compares.

import { ACTIVATION_FUNCTIONS } from "./network.js";

/** @typedef {"nothing" | "digit" | "unsure" | "digits" | "no digit"} Kind what is on a picture, as reading.py names it */
/**
 * @typedef {object} AnswerRules all 0–1 but the temperature
 * @property {number} threshold with the brightest output less active, it is no digit
 * @property {number} temperature by which the sums are divided
 * @property {number} leastConfidence of an answer that is sure
 * @property {number} leastLead of it over the next
 */
/**
 * @typedef {object} Saying
 * @property {Record<string, string>} sentences by kind, and those for a blot and a guess; `{first}` is filled in
 * @property {string[]} digits in words, "a 7"
 */
/**
 * @typedef {object} Answer
 * @property {Kind} kind
 * @property {number[]} digits
 * @property {boolean} isBlot
 * @property {number} confidence of the likeliest digit, 0–1; 0 with nothing drawn
 * @property {ArrayLike<number>} likely how each of the ten digits is; none with nothing drawn
 * @property {number[]} guesses the ten digits, the likeliest first; none with nothing drawn
 */

/**
 * As `read_prepared` of reading.py.
 * @param {AnswerRules} rules
 * @param {import("./network.js").Trace | null} trace null where nothing is drawn
 * @param {boolean} isBlot
 * @returns {Answer}
 */
export function read({ threshold, temperature, leastConfidence, leastLead }, trace, isBlot) {
  if (!trace) return { kind: "nothing", digits: [], isBlot, confidence: 0, likely: [], guesses: [] };
  const outputs = trace.activations[trace.activations.length - 1];
  const sums = Float64Array.from(trace.weightedSums[trace.weightedSums.length - 1]);
  const likely = ACTIVATION_FUNCTIONS.softmax(sums.map((sum) => sum / temperature));
  const guesses = Array.from(likely.keys()).sort((one, other) => likely[other] - likely[one]);
  const [first, second] = guesses;
  const isDark = isBlot || Math.max(...outputs) < threshold;
  const isSure = likely[first] >= leastConfidence && likely[first] - likely[second] >= leastLead;
  const kind = isDark ? "no digit" : isSure ? "digit" : "unsure";
  return { kind, digits: isDark ? [] : [first], confidence: likely[first], likely, guesses, isBlot };
}

/**
 * As saying.py.
 * @param {Saying} rules
 * @param {Answer} answer
 * @returns {string}
 */
export function sentence({ sentences, digits }, { kind, likely, guesses, isBlot }) {
  if (kind === "nothing") return sentences.nothing;
  if (isBlot) return sentences.blot;
  const [first, second] = guesses;
  /** @type {(digit: number) => string} */
  const guess = (digit) => fill(sentences.guess, { digit: digits[digit], percent: percent(likely[digit]) });
  if (kind === "unsure") return fill(sentences.unsure, { first: guess(first), second: guess(second) });
  return fill(sentences[kind], { first: digits[first], percent: percent(likely[first]) });
}

/**
 * @param {string} words with names in braces
 * @param {Record<string, string>} values by these names
 * @returns {string}
 */
function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/**
 * @param {number} part 0–1
 * @returns {string} in whole percent, never none or all
 */
export function percent(part) {
  if (part > 0.99) return "over\u00a099\u00a0%";
  return part < 0.01 ? "under\u00a01\u00a0%" : `${Math.floor(100 * part + 0.5)}\u00a0%`;
}
