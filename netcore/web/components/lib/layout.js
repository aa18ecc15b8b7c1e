// Which parts of the ink make a digit, which are digits beside each other, and which are stray marks, as layout.py
// decides: a test compares.

import { blobsOf, boxOf, columnsOf, cut, gap, heightOf, joint, valleys, widthOf } from "./parts.js";

/** @typedef {import("./parts.js").Blob} Blob */
/** @typedef {import("./parts.js").Box} Box */
/** @typedef {{ score: number, digit: number, isSure: boolean, isBlot: boolean }} Seen what was read in some blobs */
/** @typedef {Record<string, number>} LayoutRules the constants of layout.py, by their names */
/**
 * @template {Seen} Part
 * @typedef {(blobs: Blob[], others: Blob[]) => Part} Look reads some blobs as one digit, as if the others were not there
 */
/** @typedef {{ score: number, digits: Blob[][] }} Way how well it reads at its worst, and the blobs of each digit */

/**
 * Find the digits in a drawing.
 * @template {Seen} Part
 * @param {import("./preprocess.js").Ink} ink with some ink
 * @param {number} least that counts as ink
 * @param {Look<Part>} look
 * @param {LayoutRules} rules
 * @returns {{ parts: Part[], strays: Box[] }} what was read in each digit, from left to right, at least one; and where
 *   stray marks are
 */
export function layOut(ink, least, look, rules) {
  const blobs = blobsOf(ink, least);
  const view = viewOf(blobs, look);
  const { big, small } = sizes(blobs, rules);
  if (big.length > rules.MOST_BIG) return { parts: [view.read(blobs)], strays: [] };
  const { own, near, far } = nearness(small, big, rules);
  let { score, digits } = digitsIn(view, [...big, ...own, ...near], rules);
  let stray = far;
  if (near.length && !own.length) {
    // Without any of them, or without one.
    const single = near.length > 1 && near.length <= rules.MOST_NEAR ? near.map((blob) => [blob]) : [];
    const tried = [near, ...single].map((way) => {
      const kept = [...big, ...near].filter((blob) => !way.includes(blob));
      return { way, ...digitsIn(view, kept, rules) };
    });
    const clean = firstBest(tried);
    if (clean.score > score + rules.GAIN) {
      ({ score, digits } = clean);
      stray = [...far, ...clean.way];
    }
  }
  if (stray.length && view.read(blobs).score > score + rules.GAIN) [digits, stray] = [[blobs], []];
  const most = rules.MOST_TOUCHING + 1 - digits.length;
  return {
    parts: digits.flatMap((digit) => takenApart(view, digit, most, rules)),
    strays: stray.map(({ box }) => box),
  };
}

/**
 * @template {{ score: number }} Scored
 * @param {Scored[]} ways
 * @returns {Scored} of equally good ones the first
 */
function firstBest(ways) {
  return ways.reduce((best, way) => (way.score > best.score ? way : best));
}

/**
 * Reads some blobs of a drawing, and the same ones only once.
 * @template {Seen} Part
 * @param {Blob[]} blobs
 * @param {Look<Part>} look
 */
function viewOf(blobs, look) {
  const numbers = new Map(blobs.map((blob, number) => [blob, number]));
  /** @type {Map<string, Part>} */
  const known = new Map();
  /** @param {Blob[]} chosen */
  const read = (chosen) => {
    const name = chosen
      .map((blob) => numbers.get(blob))
      .sort()
      .join();
    const before = known.get(name);
    if (before) return before;
    const seen = look(
      chosen,
      blobs.filter((blob) => !chosen.includes(blob)),
    );
    known.set(name, seen);
    return seen;
  };
  return { blobs, look, read };
}

/**
 * @param {Blob[]} blobs
 * @param {LayoutRules} rules
 * @returns {{ big: Blob[], small: Blob[] }} those that are large, and those that are small beside them
 */
function sizes(blobs, rules) {
  const [highest, most] = [Math.max(...blobs.map(heightOf)), Math.max(...blobs.map(({ size }) => size))];
  /** @type {(blob: Blob) => boolean} */
  const isSmall = (blob) =>
    heightOf(blob) < rules.SMALL_HEIGHT * highest &&
    widthOf(blob) < rules.SMALL_WIDTH * highest &&
    blob.size < rules.SMALL_SIZE * most;
  return { big: blobs.filter((blob) => !isSmall(blob)), small: blobs.filter(isSmall) };
}

/**
 * @param {Blob[]} small
 * @param {Blob[]} big
 * @param {LayoutRules} rules
 * @returns {{ own: Blob[], near: Blob[], far: Blob[] }} what belongs to the digit it is closest to, what is near one, and
 *   what is stray
 */
function nearness(small, big, rules) {
  const boxes = columnsOf(big, rules.OVERLAP).map(boxOf);
  const most = Math.max(...big.map(({ size }) => size));
  /** @type {{ own: Blob[], near: Blob[], far: Blob[] }} */
  const found = { own: [], near: [], far: [] };
  for (const blob of small) {
    const away = boxes.map((box) => gap(blob.box, box));
    const distance = Math.min(...away);
    const closest = boxes[away.indexOf(distance)];
    if (blob.size < rules.SPECK * most) found.far.push(blob);
    else if (isDot(blob.box, closest, rules) || isInTheMiddle(blob.box, closest)) found.own.push(blob);
    else if (distance <= rules.FAR * (closest[2] - closest[0])) found.near.push(blob);
    else found.far.push(blob);
  }
  return found;
}

/**
 * @param {Box} small
 * @param {Box} stem
 * @param {LayoutRules} rules
 */
function isDot(small, [top, left, bottom, right], rules) {
  const [across, height] = [(small[1] + small[3]) / 2, bottom - top];
  const isAbove = small[2] <= top && left < across && across < right;
  return isAbove && top - small[2] < rules.DOT * height && right - left < rules.STEM * height;
}

/**
 * @param {Box} small
 * @param {Box} box
 * @returns {boolean} as an eye in a face: in the middle half of the height and of the width
 */
function isInTheMiddle(small, box) {
  return [0, 1].every(
    (side) => Math.abs(small[side] + small[side + 2] - box[side] - box[side + 2]) < (box[side + 2] - box[side]) / 2,
  );
}

/**
 * All as one digit, or as several beside each other.
 * @param {ReturnType<typeof viewOf>} view
 * @param {Blob[]} blobs
 * @param {LayoutRules} rules
 * @returns {Way}
 */
function digitsIn(view, blobs, rules) {
  const columns = columnsOf(blobs, rules.OVERLAP);
  const whole = view.read(blobs).score;
  if (columns.length > 1 && columns.length <= rules.MOST_COLUMNS) {
    const row = apart(view, columns, rules) ?? rowOf(view, columns, rules);
    if (row.score > whole && row.score >= rules.FLOOR) return row;
  }
  return { score: whole, digits: [blobs] };
}

/**
 * Each column as a digit, if they are about equally high and clearly apart.
 * @param {ReturnType<typeof viewOf>} view
 * @param {Blob[][]} columns
 * @param {LayoutRules} rules
 * @returns {Way | undefined}
 */
function apart(view, columns, rules) {
  const boxes = columns.map(boxOf);
  const height = Math.max(...boxes.map(([top, , bottom]) => bottom - top));
  if (boxes.some(([top, , bottom]) => bottom - top < rules.LEAST_HEIGHT * height)) return undefined;
  const gaps = boxes.slice(1).map((after, number) => after[1] - boxes[number][3]);
  if (gaps.some((between) => between < rules.CLEAR * height)) return undefined;
  const scores = columns.map((column) => view.read(column).score);
  const least = Math.max(...scores) > rules.GOOD ? rules.FLOOR : 0;
  return { score: Math.max(Math.min(...scores), least), digits: columns };
}

/**
 * Columns beside each other put together to digits in the way that reads best at its worst.
 * @param {ReturnType<typeof viewOf>} view
 * @param {Blob[][]} columns
 * @param {LayoutRules} rules
 * @returns {Way}
 */
function rowOf(view, columns, rules) {
  const height = Math.max(...columns.map((column) => heightOf({ box: boxOf(column) })));
  /** @type {Way[]} */
  const best = [{ score: 1, digits: [] }]; // for the last 0, 1, … columns
  for (let start = columns.length - 1; start >= 0; start--) {
    /** @type {Way[]} */
    const ways = [{ score: 0, digits: [] }];
    for (let end = start + 1; end <= Math.min(start + rules.MOST_BROKEN, columns.length); end++) {
      const digit = columns.slice(start, end).flat();
      const box = boxOf(digit);
      const rest = best[columns.length - end];
      const fits = heightOf({ box }) >= rules.LEAST_HEIGHT * height && widthOf({ box }) <= rules.MOST_WIDTH * height;
      if (!rest.score || !fits) continue;
      ways.push({ score: Math.min(view.read(digit).score, rest.score), digits: [digit, ...rest.digits] });
    }
    best.push(firstBest(ways));
  }
  return best[best.length - 1];
}

/**
 * A digit; or what touches each other, cut into at most so many.
 * @template {Seen} Part
 * @param {{ blobs: Blob[], look: Look<Part>, read: (blobs: Blob[]) => Part }} view
 * @param {Blob[]} blobs
 * @param {number} most
 * @param {LayoutRules} rules
 * @returns {Part[]}
 */
function takenApart(view, blobs, most, rules) {
  const [whole, blob] = [view.read(blobs), blobs[0]];
  const [height, width] = [heightOf(blob), widthOf(blob)];
  const isWide = width >= Math.max((whole.isSure ? rules.VERY_WIDE : rules.WIDE) * height, 2 * rules.CUTS);
  const mayTouch = isWide && Math.max(height, width) > rules.FIELD && whole.score < rules.SURE && !whole.isBlot;
  if (blobs.length > 1 || most < 2 || !mayTouch) return [whole];
  const isDark = whole.score < rules.DARK && width >= rules.VERY_WIDE * height;
  const highestJoint = isDark ? 1 : rules.HIGHEST_JOINT;
  let [best, score] = [[whole], whole.score];
  for (const column of valleys(blob, rules.CUT_FROM, rules.CUT_TO, rules.CUTS)) {
    const [left, right] = cut(blob, column);
    const areHigh = Math.min(heightOf(left), heightOf(right)) >= rules.LEAST_HEIGHT * height;
    if (!areHigh || joint(blob, column) > highestJoint * height) continue;
    const cutView = viewOf([left, right, ...view.blobs.filter((one) => one !== blob)], view.look);
    const first = cutView.read([left]);
    if (first.score <= Math.max(score, rules.LEAST_CUT)) continue;
    const parts = [first, ...takenApart(cutView, [right], most - 1, rules)];
    const worst = Math.min(...parts.map((part) => part.score));
    const ones = parts.filter(({ digit }) => digit === 1).length;
    const least = whole.isSure || ones ? rules.LEAST_CLEAN_CUT : rules.LEAST_CUT;
    if (worst > Math.max(score, least) && ones < parts.length) [best, score] = [parts, worst];
  }
  return best;
}
