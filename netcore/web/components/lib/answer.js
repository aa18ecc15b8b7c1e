// From the outputs to the answer and its words, as reading.py and saying.py find them: a test compares.

import { ACTIVATION_FUNCTIONS } from "./network.js";

/**
 * As `read_prepared` of reading.py.
 * @param {any} rules
 * @param {import("./network.js").Trace | null} trace null where nothing is drawn
 * @param {boolean} isBlot
 * @returns {{ kind: string, digits: number[], isBlot: boolean, confidence?: number, likely?: number[], guesses?: number[] }}
 */
export function read({ threshold, temperature, leastConfidence, leastLead }, trace, isBlot) {
  if (!trace) return { kind: "nothing", digits: [], isBlot };
  const likely = ACTIVATION_FUNCTIONS.softmax(Array.from(trace.weightedSums.at(-1), (sum) => sum / temperature));
  const guesses = Array.from(likely, (_, digit) => digit).sort((one, other) => likely[other] - likely[one]);
  const [first, second] = guesses;
  const isDark = isBlot || Math.max(...trace.activations.at(-1)) < threshold;
  const isSure = likely[first] >= leastConfidence && likely[first] - likely[second] >= leastLead;
  const kind = isDark ? "no digit" : isSure ? "digit" : "unsure";
  return { kind, digits: isDark ? [] : [first], confidence: likely[first], likely, guesses, isBlot };
}

/**
 * As saying.py.
 * @param {any} rules
 * @param {ReturnType<typeof read>} answer
 * @returns {string}
 */
export function sentence({ sentences, digits }, { kind, likely, guesses, isBlot }) {
  if (kind === "nothing") return sentences.nothing;
  if (isBlot) return sentences.blot;
  const [first, second] = guesses;
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const guess = (digit) => fill(sentences.guess, { digit: digits[digit], percent: percent(likely[digit]) });
  if (kind === "unsure") return fill(sentences.unsure, { first: guess(first), second: guess(second) });
  return fill(sentences[kind], { first: digits[first], percent: percent(likely[first]) });
}

/**
 * @param {number} part 0–1
 * @returns {string} in whole percent, never none or all
 */
export function percent(part) {
  if (part > 0.99) return "over\u00a099\u00a0%";
  return part < 0.01 ? "under\u00a01\u00a0%" : `${Math.floor(100 * part + 0.5)}\u00a0%`;
}
