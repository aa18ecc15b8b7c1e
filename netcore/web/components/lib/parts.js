// Connected parts of the ink, as parts.py finds them: which pixels hang together, and how such parts lie to each other.

/** @typedef {import("./preprocess.js").Ink} Ink */
/** @typedef {[number, number, number, number]} Box top, left, bottom and right in pixels; the last two lie outside */
/** @typedef {[number, number, number]} Run pixels of ink side by side: row, first column, and the one after the last */
/** @typedef {{ box: Box, size: number, runs: Run[] }} Blob ink that hangs together, of `size` pixels */

/** @type {(blob: { box: Box }) => number} */
export const heightOf = ({ box }) => box[2] - box[0];
/** @type {(blob: { box: Box }) => number} */
export const widthOf = ({ box }) => box[3] - box[1];

/**
 * Find the ink that hangs together, neighbours at a corner included.
 * @param {Ink} ink
 * @param {number} least that counts as ink
 * @returns {Blob[]} in the order in which the first of their pixels comes, row by row
 */
export function blobsOf({ values, width, height }, least) {
  /** @type {Run[]} */
  const runs = [];
  /** @type {number[]} */
  const parents = [];
  /** @type {(run: number) => number} */
  const root = (run) => {
    while (parents[run] !== run) run = parents[run] = parents[parents[run]];
    return run;
  };
  let [above, here] = [0, 0]; // the first runs of the row above and of this one
  for (let row = 0; row < height; row++) {
    [above, here] = [here, runs.length];
    let touched = above;
    for (let column = 0; column < width; column++) {
      if (values[row * width + column] <= least) continue;
      const start = column;
      while (column < width && values[row * width + column] > least) column++;
      const run = runs.push([row, start, column]) - 1;
      parents.push(run);
      while (touched < here && runs[touched][2] < start) touched++;
      for (let other = touched; other < here && runs[other][1] <= column; other++) {
        const [one, two] = [root(run), root(other)];
        parents[Math.max(one, two)] = Math.min(one, two);
      }
    }
  }
  /** @type {Map<number, Run[]>} */
  const found = new Map();
  runs.forEach((run, number) => {
    const runsOf = found.get(root(number));
    if (runsOf) runsOf.push(run);
    else found.set(root(number), [run]);
  });
  return [...found.values()].map(blob);
}

/**
 * @param {Run[]} runs
 * @returns {Blob}
 */
function blob(runs) {
  let [left, right, size] = [Infinity, 0, 0];
  for (const [, start, end] of runs) {
    left = Math.min(left, start);
    right = Math.max(right, end);
    size += end - start;
  }
  return { box: [runs[0][0], left, runs[runs.length - 1][0] + 1, right], size, runs };
}

/**
 * @param {{ box: Box }[]} blobs
 * @returns {Box} where they are, together
 */
export function boxOf(blobs) {
  /** @type {(number: number) => number[]} */
  const side = (number) => blobs.map(({ box }) => box[number]);
  return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))];
}

/**
 * @param {Box} one
 * @param {Box} other
 * @returns {number} how far they are from each other; 0 where they touch
 */
export function gap(one, other) {
  const down = Math.max(one[0] - other[2], other[0] - one[2], 0);
  const across = Math.max(one[1] - other[3], other[1] - one[3], 0);
  return Math.hypot(down, across);
}

/**
 * Put together what lies above each other.
 * @param {Blob[]} blobs
 * @param {number} overlap above each other for more than this part of the narrower one's width
 * @returns {Blob[][]} from left to right
 */
export function columnsOf(blobs, overlap) {
  /** @type {(one: Box, other: Box) => boolean} */
  const areAbove = (one, other) =>
    Math.min(one[3], other[3]) - Math.max(one[1], other[1]) > overlap * Math.min(one[3] - one[1], other[3] - other[1]);
  /** @type {{ box: Box, blobs: Blob[] }[]} */
  const columns = [];
  for (const wide of blobs.toSorted((one, other) => widthOf(other) - widthOf(one))) {
    let column = { box: wide.box, blobs: [wide] };
    for (;;) {
      const place = columns.findIndex(({ box }) => areAbove(box, column.box));
      if (place < 0) break;
      const [touched] = columns.splice(place, 1);
      column = { box: boxOf([touched, column]), blobs: [...touched.blobs, ...column.blobs] };
    }
    columns.push(column);
  }
  return columns.sort((one, other) => one.box[1] - other.box[1]).map((column) => column.blobs);
}

/**
 * Cut a blob in two.
 * @param {Blob} whole with ink on both sides
 * @param {number} column the first of the right half
 * @returns {[Blob, Blob]}
 */
export function cut({ runs }, column) {
  /** @type {Run[]} */
  const left = [];
  /** @type {Run[]} */
  const right = [];
  for (const [row, start, end] of runs) {
    if (start < column) left.push([row, start, Math.min(end, column)]);
    if (end > column) right.push([row, Math.max(start, column), end]);
  }
  return [blob(left), blob(right)];
}

/**
 * @param {Blob} blob
 * @param {number} column
 * @returns {number} how far it is from the top to the bottom of what a cut goes through
 */
export function joint({ runs }, column) {
  const rows = runs.filter(([, start, end]) => start < column && column < end).map(([row]) => row);
  return rows.length ? rows[rows.length - 1] + 1 - rows[0] : 0;
}

/**
 * The columns where a blob has the fewest pixels above each other, one in each stretch of its width.
 * @param {Blob} blob wide enough that each stretch has a column
 * @param {number} begin of the first stretch, as a part of the width
 * @param {number} end of the last one
 * @param {number} count so many stretches, equally wide
 * @returns {number[]} for each the middle one of the columns that have the fewest
 */
export function valleys({ box, runs }, begin, end, count) {
  const [left, width] = [box[1], box[3] - box[1]];
  const edges = new Int32Array(width + 1);
  for (const [, start, stop] of runs) {
    edges[start - left] += 1;
    edges[stop - left] -= 1;
  }
  let height = 0;
  const heights = edges.map((edge) => (height += edge));
  const sides = Array.from({ length: count + 1 }, (_, number) =>
    Math.floor(width * (begin + ((end - begin) * number) / count)),
  );
  return sides.slice(1).map((last, number) => {
    const stretch = heights.slice(sides[number], last);
    const fewest = Math.min(...stretch);
    const thin = [...stretch.keys()].filter((column) => stretch[column] === fewest);
    return left + sides[number] + thin[Math.floor(thin.length / 2)];
  });
}

/**
 * A drawing as if there were only some of its blobs.
 * @param {Ink} ink the drawing
 * @param {Blob[]} blobs what stays
 * @param {Blob[]} others what doesn't
 * @returns {Ink}
 */
export function only({ values, width }, blobs, others) {
  const box = boxOf(blobs);
  const [top, left, bottom, right] = box;
  const cropped = new Float32Array((bottom - top) * (right - left));
  for (let row = top; row < bottom; row++) {
    cropped.set(values.subarray(row * width + left, row * width + right), (row - top) * (right - left));
  }
  for (const other of others) {
    if (gap(other.box, box) > 0) continue;
    for (const [row, start, end] of other.runs) {
      if (row < top || row >= bottom || end <= left || start >= right) continue;
      const begin = (row - top) * (right - left) - left;
      cropped.fill(0, begin + Math.max(start, left), begin + Math.min(end, right));
    }
  }
  return { values: cropped, width: right - left, height: bottom - top };
}
