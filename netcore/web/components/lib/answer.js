// From a drawing to the answer and its words, as reading.py and saying.py find them: a test compares.

import { t } from "./language.js";
import { layOut } from "./layout.js";
import { ACTIVATION_FUNCTIONS, forward } from "./network.js";
import { boxOf, only } from "./parts.js";
import { inkIn, prepare } from "./preprocess.js";

/** @typedef {import("./parts.js").Box} Box */
/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {"nothing" | "digit" | "unsure" | "digits" | "no digit"} Kind what is on a picture, as reading.py names it */
/**
 * @typedef {object} AnswerRules all 0–1 but the temperature
 * @property {number} threshold with the brightest output less active, it is no digit
 * @property {number} temperature by which the sums are divided
 * @property {number} leastConfidence of an answer that is sure
 * @property {number} leastLead of it over the next
 */
/**
 * @typedef {object} LookingRules
 * @property {import("./preprocess.js").Preparing} preparing
 * @property {import("./layout.js").LayoutRules} layout
 */
/**
 * @typedef {object} Saying
 * @property {Record<string, string>} sentences by kind, and those for a blot, a guess, strays and "and"; `{first}` is
 *   filled in
 * @property {string[]} digits in words, "a 7"
 */
/**
 * @typedef {object} Answer
 * @property {Kind} kind
 * @property {Float64Array} likely how each of the ten digits is
 * @property {number[]} guesses the ten digits, the likeliest first
 * @property {number} digit the likeliest
 * @property {number} confidence of it, 0–1
 */
/**
 * @typedef {object} Part one digit on a picture, or what might be one
 * @property {Box} box where its ink is in the picture
 * @property {Float32Array} pixels
 * @property {boolean} isBlot
 * @property {Trace} trace
 * @property {Answer} answer
 * @property {number} score how well it reads as a digit
 * @property {number} digit
 * @property {boolean} isSure
 */
/** @typedef {{ kind: Kind, parts: Part[], strays: Box[] }} Reading */

/**
 * As `read` of reading.py.
 * @param {Network} network
 * @param {import("./preprocess.js").Picture} picture
 * @param {AnswerRules & LookingRules} rules
 * @returns {Reading}
 */
export function read(network, picture, rules) {
  const ink = inkIn(picture, rules.preparing);
  if (!ink) return { kind: "nothing", parts: [], strays: [] };
  /** @type {(box: Box) => Box} */
  const inPicture = ([top, left, bottom, right]) => [
    top + ink.top,
    left + ink.left,
    bottom + ink.top,
    right + ink.left,
  ];
  /** @type {import("./layout.js").Look<Part>} */
  const look = (blobs, others) => {
    const cropped = others.length ? only(ink, blobs, others) : ink;
    const box = inPicture(others.length ? boxOf(blobs) : [0, 0, ink.height, ink.width]);
    return partOf(network, { ...prepare(cropped, rules.preparing), box }, rules);
  };
  const { parts, strays } = layOut(ink, rules.preparing.ink, look, rules.layout);
  const kind = parts.length === 1 ? parts[0].answer.kind : "digits";
  return { kind, parts, strays: strays.map(inPicture) };
}

/**
 * @param {Network} network
 * @param {{ pixels: Float32Array, isBlot: boolean, box: Box }} prepared
 * @param {AnswerRules} rules
 * @returns {Part}
 */
function partOf(network, { pixels, isBlot, box }, rules) {
  const trace = forward(network, pixels);
  const answer = answerOf(trace, rules);
  if (isBlot) answer.kind = "no digit";
  const score = isBlot ? 0 : Math.max(...lastOf(trace.activations)) * answer.confidence;
  return { box, pixels, isBlot, trace, answer, score, digit: answer.digit, isSure: answer.kind === "digit" };
}

/**
 * What the outputs of a network say.
 * @param {Trace} trace
 * @param {AnswerRules} rules
 * @returns {Answer}
 */
export function answerOf(trace, { threshold, temperature, leastConfidence, leastLead }) {
  const sums = Float64Array.from(lastOf(trace.weightedSums), (sum) => sum / temperature);
  const likely = ACTIVATION_FUNCTIONS.softmax(sums);
  const guesses = Array.from(likely.keys()).sort((one, other) => likely[other] - likely[one]);
  const [first, second] = guesses;
  const isDark = Math.max(...lastOf(trace.activations)) < threshold;
  const isSure = likely[first] >= leastConfidence && likely[first] - likely[second] >= leastLead;
  const kind = isDark ? "no digit" : isSure ? "digit" : "unsure";
  return { kind, likely, guesses, digit: first, confidence: likely[first] };
}

/** @param {Float32Array[]} layers */
function lastOf(layers) {
  return layers[layers.length - 1];
}

/**
 * The digits from left to right; of those that are unsure the best guess; of no digit none.
 * @param {Reading} reading
 * @returns {number[]}
 */
export function digitsOf({ kind, parts }) {
  return ["digit", "unsure", "digits"].includes(kind) ? parts.map(({ digit }) => digit) : [];
}

/**
 * How likely the digit shown is right, of several the least likely one; 0 without one.
 * @param {Reading} reading
 * @returns {number}
 */
export function confidenceOf(reading) {
  return digitsOf(reading).length ? Math.min(...reading.parts.map(({ answer }) => answer.confidence)) : 0;
}

/**
 * As saying.py.
 * @param {Saying} rules
 * @param {Reading} reading
 * @param {number} shown which part the neurons show
 * @returns {string}
 */
export function sentence(rules, reading, shown) {
  const { sentences } = rules;
  const count = reading.strays.length;
  const said = sayAnswer(rules, reading, shown);
  return count ? `${said} ${fill(sentences[count === 1 ? "stray" : "strays"], { count })}` : said;
}

/**
 * @param {Saying} rules
 * @param {Reading} reading
 * @param {number} shown
 */
function sayAnswer({ sentences, digits }, { kind, parts }, shown) {
  if (!parts.length) return sentences.nothing;
  if (kind === "digits") {
    const read = parts.map(({ digit }) => digit);
    const before = read.slice(0, -1).join(", ");
    const all = fill(sentences.and, { before, last: read[read.length - 1] });
    return fill(sentences.digits, { digits: all, shown: read[shown] });
  }
  const [{ isBlot, answer }] = parts;
  if (isBlot) return sentences.blot;
  const [first, second] = answer.guesses;
  /** @type {(digit: number) => string} */
  const guess = (digit) => fill(sentences.guess, { digit: digits[digit], percent: percent(answer.likely[digit]) });
  if (kind === "unsure") return fill(sentences.unsure, { first: guess(first), second: guess(second) });
  return fill(sentences[kind], { first: digits[first], percent: percent(answer.likely[first]) });
}

/**
 * @param {string} words with names in braces
 * @param {Record<string, string | number>} values by these names
 * @returns {string}
 */
function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => `${values[name]}`);
}

/**
 * @param {number} part 0–1
 * @returns {string} in whole percent, never none or all
 */
export function percent(part) {
  if (part > 0.99) return t("over\u00a099\u00a0%");
  return part < 0.01 ? t("under\u00a01\u00a0%") : `${Math.floor(100 * part + 0.5)}\u00a0%`;
}
