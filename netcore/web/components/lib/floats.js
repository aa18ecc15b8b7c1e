// Numbers as the server packs them, in letters.

/**
 * @param {string} text float32 in base 64
 * @returns {Float32Array}
 */
export function floats(text) {
  return new Float32Array(bytes(text).buffer);
}

/**
 * @param {string} text in base 64, as `drawn_in_letters` of theme.py packs pixels of which most are 0
 * @param {number} count of pixels
 * @returns {Float32Array} 0–1
 */
export function drawn(text, count) {
  const packed = bytes(text);
  const bits = Math.ceil(count / 8);
  const values = new Float32Array(packed.slice(bits).buffer);
  let taken = 0;
  return Float32Array.from({ length: count }, (_, pixel) =>
    packed[pixel >> 3] & (1 << (pixel & 7)) ? values[taken++] : 0,
  );
}

/**
 * @param {string} text in base 64, as `levels_in_letters` of stage.py packs grey levels of which most are 0
 * @param {number} count of pixels
 * @returns {Float32Array} 0–1
 */
export function drawnLevels(text, count) {
  const packed = bytes(text);
  let taken = Math.ceil(count / 8);
  return Float32Array.from({ length: count }, (_, pixel) =>
    packed[pixel >> 3] & (1 << (pixel & 7)) ? packed[taken++] / 255 : 0,
  );
}

/**
 * @param {string} text grey levels, a byte each, in base 64
 * @returns {number[]} 0–1
 */
export function levels(text) {
  return Array.from(bytes(text), (level) => level / 255);
}

/**
 * @param {string} text in base 64
 * @returns {Uint8Array<ArrayBuffer>}
 */
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
