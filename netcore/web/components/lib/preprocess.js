// From the drawing to 28 × 28 numbers, as preprocess.py finds them, to the last grey level: a test compares.

/** @typedef {{ data: ArrayLike<number>, width: number, height: number }} Picture RGBA, four levels 0–255 a pixel */
/** @typedef {{ values: Float32Array, width: number, height: number }} Ink brightness 0–1, row by row */
/**
 * @typedef {{ ink: number, luma: number[], box: number, field: number, steepest: number, squarish: number,
 *   solid: number }} Preparing the constants of preprocess.py
 */

/**
 * The part of a drawing that holds the ink.
 * @param {Picture} picture
 * @param {Preparing} rules
 * @returns {(Ink & { top: number, left: number }) | undefined} and where it begins; undefined without ink
 */
export function inkIn(picture, rules) {
  return crop(brightness(picture, rules.luma), rules.ink);
}

/**
 * From the ink of a digit to the 784 numbers that the network reads.
 * @param {Ink} cropped that begins and ends with ink, each way
 * @param {Preparing} rules
 * @returns {{ pixels: Float32Array, isBlot: boolean }}
 */
export function prepare(cropped, rules) {
  const rows = lookAtRows(cropped, rules.ink);
  const { centre, slant } = lean(rows, rules.steepest);
  const sides = uprightSides(rows, centre, slant);
  const scale = Math.max(cropped.height, sides[1] - sides[0]) / rules.box;
  const half = (scale * rules.field) / 2;
  const start = [
    Math.min(Math.max(centre[0] - half, cropped.height - 2 * half), 0),
    Math.min(Math.max(centre[1] - half, sides[1] + scale - 2 * half), sides[0] - scale),
  ];
  const place = { scale, start, slant, middle: centre[0], field: rules.field };
  return { pixels: resample(cropped, place), isBlot: isBlot(cropped, rules) };
}

/**
 * @param {Picture} picture
 * @param {number[]} luma
 * @returns {Ink}
 */
function brightness({ data, width, height }, luma) {
  const values = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < values.length; pixel++, at += 4) {
    if (!(data[at] | data[at + 1] | data[at + 2])) continue; // most of a canvas is black
    const grey = luma[0] * data[at] + luma[1] * data[at + 1] + luma[2] * data[at + 2];
    values[pixel] = (grey / 255) * (data[at + 3] / 255);
  }
  return { values, width, height };
}

/**
 * @param {Ink} ink
 * @param {number} least that counts as ink
 * @returns {(Ink & { top: number, left: number }) | undefined}
 */
function crop({ values, width, height }, least) {
  let [top, bottom, left, right] = [height, 0, width, 0];
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      if (values[pixel] <= least) continue;
      bottom = row + 1;
      if (row < top) top = row;
      if (column < left) left = column;
      if (column >= right) right = column + 1;
    }
  }
  if (!bottom) return undefined;
  const cropped = new Float32Array((bottom - top) * (right - left));
  for (let row = top; row < bottom; row++) {
    cropped.set(values.subarray(row * width + left, row * width + right), (row - top) * (right - left));
  }
  return { values: cropped, width: right - left, height: bottom - top, top, left };
}

/** @typedef {{ mass: number, moment: number, first: number, end: number }} Row where its ink lies; end 0 without */

/**
 * @param {Ink} ink
 * @param {number} least that counts as ink
 * @returns {Row[]}
 */
function lookAtRows({ values, width, height }, least) {
  return Array.from({ length: height }, (_, row) => {
    let [mass, moment, first, end] = [0, 0, width, 0];
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column];
      if (!value) continue;
      mass += value;
      moment += value * (column + 0.5);
      if (value <= least) continue;
      if (!end) first = column;
      end = column + 1;
    }
    return { mass, moment, first, end };
  });
}

/**
 * Preparation.centre and Preparation.slant.
 * @param {Row[]} rows
 * @param {number} steepest
 * @returns {{ centre: number[], slant: number }}
 */
function lean(rows, steepest) {
  let [mass, down, across] = [0, 0, 0];
  rows.forEach((row, number) => {
    mass += row.mass;
    down += row.mass * (number + 0.5);
    across += row.moment;
  });
  const centre = [down / mass, across / mass];
  let [covariance, variance] = [0, 0];
  rows.forEach((row, number) => {
    const below = number + 0.5 - centre[0];
    covariance += below * (row.moment - row.mass * centre[1]);
    variance += row.mass * (below * below + 1 / 12);
  });
  return { centre, slant: clamp(covariance / variance, -steepest, steepest) };
}

/**
 * Preparation.sides: where the upright digit begins and ends.
 * @param {Row[]} rows
 * @param {number[]} centre
 * @param {number} slant
 * @returns {number[]}
 */
function uprightSides(rows, centre, slant) {
  const sides = [Infinity, -Infinity];
  rows.forEach(({ first, end }, row) => {
    if (!end) return;
    for (const edge of [row, row + 1]) {
      const shift = slant * (edge - centre[0]);
      sides[0] = Math.min(sides[0], first - shift);
      sides[1] = Math.max(sides[1], end - shift);
    }
  });
  return sides;
}

/**
 * Preparation._resample: area averages, first down the columns, then along each row that comes of it.
 * @param {Ink} ink
 * @param {{ scale: number, start: number[], slant: number, middle: number, field: number }} place
 * @returns {Float32Array}
 */
function resample({ values, width, height }, { scale, start, slant, middle, field }) {
  const steps = Float64Array.from({ length: field + 1 }, (_, step) => scale * step);
  const edges = steps.map((step) => start[0] + step);
  const pixels = new Float32Array(field * field);
  const [above, sums] = [new Float64Array(width), new Float64Array(width)]; // of each column, above two edges
  const [line, whole] = [new Float64Array(width), new Float64Array(width)];
  let row = 0; // the first that isn't in `sums`
  for (let number = 0; number <= field; number++) {
    const inside = clamp(edges[number], 0, height);
    const last = Math.min(Math.floor(inside), height - 1);
    for (; row < last; row++) for (let at = 0; at < width; at++) sums[at] += values[row * width + at];
    const part = inside - last;
    const across = number ? edges[number] - edges[number - 1] : 1;
    for (let at = 0; at < width; at++) {
      const before = sums[at] + part * values[last * width + at];
      line[at] = (before - above[at]) / across;
      above[at] = before;
    }
    if (!number) continue;
    for (let at = 1; at < width; at++) whole[at] = whole[at - 1] + line[at - 1];
    const left = start[1] + slant * (edges[number - 1] + scale / 2 - middle);
    averages(line, whole, left, steps, pixels.subarray((number - 1) * field, number * field));
  }
  return pixels;
}

/**
 * _averages, for one line: means over stretches of it; beyond its ends it is 0.
 * @param {Float64Array} line
 * @param {Float64Array} whole the sum of all before each pixel
 * @param {number} left where the first stretch begins
 * @param {Float64Array} steps from there to where each begins and ends
 * @param {Float32Array} means of each stretch, 0–1: filled in
 */
function averages(line, whole, left, steps, means) {
  let before = 0;
  for (let number = 0; number < steps.length; number++) {
    const inside = clamp(left + steps[number], 0, line.length);
    const pixel = Math.min(Math.floor(inside), line.length - 1);
    const until = whole[pixel] + (inside - pixel) * line[pixel];
    const length = left + steps[number] - (left + steps[number - 1]);
    if (number) means[number - 1] = clamp((until - before) / length, 0, 1);
    before = until;
  }
}

/**
 * Preparation.is_blot.
 * @param {Ink} ink
 * @param {Preparing} rules
 * @returns {boolean}
 */
function isBlot({ values, width, height }, { squarish, solid }) {
  if (Math.min(height, width) <= squarish * Math.max(height, width)) return false;
  const [top, left] = [Math.floor(height / 4), Math.floor(width / 4)];
  let [sum, brightest] = [0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column];
      if (value > brightest) brightest = value;
      if (row >= top && row < height - top && column >= left && column < width - left) sum += value;
    }
  }
  return sum / ((height - 2 * top) * (width - 2 * left)) > solid * brightest;
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
export function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
