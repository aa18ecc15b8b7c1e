// Numbers as the server packs them: float32, in letters.

/**
 * @param {string | null} text in base 64
 * @returns {Float32Array | null}
 */
export function floats(text) {
  if (text === null) return null;
  return new Float32Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
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
