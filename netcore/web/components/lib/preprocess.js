// From the drawing to 28 × 28 numbers, as preprocess.py finds them, to the last grey level: a test compares.

// From a drawing to the 784 numbers that the network reads; null without ink.
export function prepare({ data, width, height }, { ink: least, luma, box, field, steepest, squarish, solid }) {
  const ink = new Float32Array(width * height);
  let [top, bottom, left, right] = [height, 0, width, 0];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at += 4) {
      const grey = luma[0] * data[at] + luma[1] * data[at + 1] + luma[2] * data[at + 2];
      const value = (grey / 255) * (data[at + 3] / 255);
      ink[row * width + column] = value;
      if (value > least) {
        bottom = row + 1;
        if (row < top) top = row;
        if (column < left) left = column;
        if (column >= right) right = column + 1;
      }
    }
  }
  if (!bottom) return { pixels: null, isBlot: false };
  const rows = Array.from({ length: bottom - top }, (_, row) =>
    ink.subarray((top + row) * width + left, (top + row) * width + right),
  );
  const { centre, slant } = lean(rows, steepest);
  const sides = uprightSides(rows, centre, slant, least);
  const [h, w] = [rows.length, rows[0].length];
  const scale = Math.max(h, sides[1] - sides[0]) / box;
  const half = (scale * field) / 2;
  const start = [
    Math.min(Math.max(centre[0] - half, h - 2 * half), 0),
    Math.min(Math.max(centre[1] - half, sides[1] + scale - 2 * half), sides[0] - scale),
  ];
  return {
    pixels: resample(rows, { scale, start, slant, centre, field }),
    isBlot: Math.min(h, w) > squarish * Math.max(h, w) && meanOfMiddle(rows) > solid * brightest(rows),
  };
}

// Of Preparation.is_blot: the mean of the middle half of the height and width.
function meanOfMiddle(rows) {
  const [top, left] = [rows.length, rows[0].length].map((side) => Math.floor(side / 4));
  const middle = rows.slice(top, rows.length - top).map((line) => line.subarray(left, line.length - left));
  const sum = middle.reduce((total, line) => line.reduce((part, value) => part + value, total), 0);
  return sum / (middle.length * middle[0].length);
}

function brightest(rows) {
  return rows.reduce((most, line) => line.reduce((value, other) => Math.max(value, other), most), 0);
}

// Preparation.centre and Preparation.slant.
function lean(rows, steepest) {
  let [mass, massByRow, massByColumn] = [0, 0, 0];
  rows.forEach((line, row) =>
    line.forEach((value, column) => {
      mass += value;
      massByRow += value * (row + 0.5);
      massByColumn += value * (column + 0.5);
    }),
  );
  const centre = [massByRow / mass, massByColumn / mass];
  let [covariance, variance] = [0, 0];
  rows.forEach((line, row) => {
    const down = row + 0.5 - centre[0];
    line.forEach((value, column) => {
      covariance += value * down * (column + 0.5 - centre[1]);
      variance += value * (down * down + 1 / 12);
    });
  });
  return { centre, slant: clamp(covariance / variance, -steepest, steepest) };
}

// Preparation.sides: where the upright digit begins and ends.
function uprightSides(rows, centre, slant, least) {
  const sides = [Infinity, -Infinity];
  rows.forEach((line, row) => {
    const first = line.findIndex((value) => value > least);
    if (first < 0) return;
    const end = line.findLastIndex((value) => value > least) + 1;
    for (const edge of [row, row + 1]) {
      const shift = slant * (edge - centre[0]);
      sides[0] = Math.min(sides[0], first - shift);
      sides[1] = Math.max(sides[1], end - shift);
    }
  });
  return sides;
}

// Preparation._resample: area averages, first down the columns, then along each row that comes of it.
function resample(rows, { scale, start, slant, centre, field }) {
  const steps = Array.from({ length: field + 1 }, (_, step) => scale * step);
  const edges = steps.map((step) => start[0] + step);
  const columns = Array.from(rows[0], (_, column) => averages(columnOf(rows, column), edges));
  const pixels = new Float32Array(field * field);
  for (let row = 0; row < field; row++) {
    const left = start[1] + slant * (edges[row] + scale / 2 - centre[0]);
    const line = columnOf(columns, row);
    const values = averages(
      line,
      steps.map((step) => left + step),
    );
    pixels.set(
      values.map((value) => clamp(value, 0, 1)),
      row * field,
    );
  }
  return pixels;
}

function columnOf(rows, column) {
  const values = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) values[row] = rows[row][column];
  return values;
}

// _averages, for one line: means over stretches of it; beyond its ends it is 0.
function averages(line, edges) {
  const whole = new Float64Array(line.length);
  for (let pixel = 1; pixel < line.length; pixel++) whole[pixel] = whole[pixel - 1] + line[pixel - 1];
  const before = edges.map((edge) => {
    const inside = clamp(edge, 0, line.length);
    const pixel = Math.min(Math.floor(inside), line.length - 1);
    return whole[pixel] + (inside - pixel) * line[pixel];
  });
  return before.slice(1).map((end, index) => (end - before[index]) / (edges[index + 1] - edges[index]));
}

export function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
