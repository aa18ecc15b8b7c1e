// Numbers as the server packs them, in letters.

/**
 * @param {string | null} text in base 64
 * @returns {Float32Array | null}
 */
export function floats(text) {
  return text === null ? null : new Float32Array(bytes(text).buffer);
}

/**
 * @param {string} text grey levels, a byte each, in base 64
 * @returns {number[]} 0–1
 */
export function levels(text) {
  return Array.from(bytes(text), (level) => level / 255);
}

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/**
 * Takes numbers apart, in order.
 * @param {Float32Array} numbers
 * @param {number[]} sizes of the parts
 * @returns {Float32Array[]}
 */
export function split(numbers, sizes) {
  let taken = 0;
  return sizes.map((size) => numbers.subarray(taken, (taken += size)));
}
