// What a neuron's sum is made of, in numbers that add up to the last digit shown, as ledger.py and explain.py find them:
// a test compares.

/** @typedef {{ decimals: number, strongest: number }} LedgerRules decimals shown, and how many pushes up and down */

/**
 * A number with its sign, as `signed` of text.py writes it.
 * @param {number} value
 * @param {number} decimals
 * @returns {string}
 */
export function signed(value, decimals) {
  const rounded = Number(value.toFixed(decimals)) + 0; // which makes 0 of -0
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${rounded < 0 ? "\u2212" : "+"}${Math.abs(rounded).toLocaleString("en-US", digits)}`;
}

/**
 * Σ weight × activation, the bias, and their sum z, as they are shown: they add up to the last digit.
 * @param {number} z
 * @param {number} bias
 * @param {number} decimals
 * @returns {[number, number, number]}
 */
export function shownSum(z, bias, decimals) {
  const [sum, part] = [z, bias].map((value) => Number(value.toFixed(decimals)));
  return [sum - part, part, sum];
}

/**
 * The strongest pushes up and down, in numbers that add up.
 * @param {ArrayLike<number>} weights of the neuron
 * @param {ArrayLike<number>} activations of the layer before
 * @param {number} total that all of them give together, as it is shown
 * @param {LedgerRules} rules
 * @returns {{ rows: [number, number][], others: number }} where each comes from and how strong it is, the strongest up
 *   first, then the strongest down; and what all others gave together
 */
export function strongestPushes(weights, activations, total, { decimals, strongest }) {
  const given = Float64Array.from(weights, (weight, origin) => weight * activations[origin]);
  const order = Array.from(given.keys()).sort((one, other) => given[other] - given[one]);
  const up = order.slice(0, strongest).filter((origin) => given[origin] > 0);
  const down = order
    .slice(-strongest)
    .reverse()
    .filter((origin) => given[origin] < 0);
  const origins = [...up, ...down];
  const chosen = new Set(origins);
  const rest = given.reduce((sum, push, origin) => (chosen.has(origin) ? sum : sum + push), 0);
  const hasOthers = given.length > origins.length;
  // Where there are no others, no part of what rounding leaves may go to them.
  const parts = origins.map((origin) => given[origin]).concat(hasOthers ? [rest] : []);
  const shown = addingUp(parts, total, decimals);
  const others = hasOthers ? shown[origins.length] : 0;
  return { rows: origins.map((origin, place) => [origin, shown[place]]), others };
}

/**
 * All that a neuron's sum is made of, in numbers that add up; what is 0 adds nothing and is left out.
 * @param {ArrayLike<number>} weights of the neuron
 * @param {ArrayLike<number>} activations of the layer before
 * @param {number} total that all of them give together, as it is shown
 * @param {number} decimals
 * @returns {[number, number][]} where each comes from and what it adds, in the order of the inputs
 */
export function termsOf(weights, activations, total, decimals) {
  const origins = Array.from(weights, (_, origin) => origin).filter((origin) => activations[origin]);
  if (!origins.length) return [];
  const given = origins.map((origin) => weights[origin] * activations[origin]);
  const shown = addingUp(given, total, decimals);
  return origins.map((origin, place) => [origin, shown[place]]);
}

/**
 * Round numbers so that what is shown adds up to what is shown.
 * @param {number[]} parts that add up to the total but for small errors
 * @param {number} total
 * @param {number} decimals
 * @returns {number[]}
 */
export function addingUp(parts, total, decimals) {
  const scale = 10 ** decimals;
  const units = parts.map((part) => part * scale);
  const rounded = units.map(Math.floor);
  const missing = Math.round(Number(total.toFixed(decimals)) * scale) - rounded.reduce((sum, part) => sum + part, 0);
  const whole = Math.floor(missing / parts.length);
  const more = missing - whole * parts.length; // so many get one unit more: those that were rounded down most
  const order = [...parts.keys()].sort((one, other) => rounded[one] - units[one] - (rounded[other] - units[other]));
  for (const place of order.slice(0, more)) rounded[place] += 1;
  return rounded.map((part) => (part + whole) / scale);
}
