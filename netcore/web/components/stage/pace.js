// How fast the terms of a sum are added: the first ones slowly enough to read them.

const FIRST = 6; // so many
const SLOW = 550; // ms for each of them
const FAST = 350; // ms at most for each of the others
const LONGEST = 6000; // ms for all of these

/**
 * @param {number} added terms
 * @param {number} count of all
 * @returns {number} ms after which they are added
 */
export function durationOf(added, count) {
  const each = Math.min(FAST, LONGEST / Math.max(count - FIRST, 1));
  return Math.min(added, FIRST) * SLOW + Math.max(added - FIRST, 0) * each;
}

/**
 * @param {number} elapsed ms
 * @param {number} count of all terms
 * @returns {number} how many are added
 */
export function addedAt(elapsed, count) {
  const slow = Math.min(count, FIRST);
  if (elapsed < slow * SLOW) return Math.floor(elapsed / SLOW);
  const each = Math.min(FAST, LONGEST / Math.max(count - FIRST, 1));
  return Math.min(slow + Math.floor((elapsed - slow * SLOW) / each + 1e-9), count);
}
