// The line that the canvas makes of a stroke when the pen goes up (Fabric.js, its PencilBrush and Path): through the
// points except those close to others and the last but one, with a curve that bends at each and passes half way between
// them. It grows point by point; what can't change any more is worked out once.

const CLOSE = 0.4; // pixels between two points of a stroke, of which the canvas then drops one
const DOT = 0.02; // pixels by which the canvas makes a stroke longer, so that a single point is a dot

/** @typedef {[number, number]} Point x to the right and y downwards, in pixels of the canvas */
/** @typedef {[Point, Point, Point]} Piece a quadratic curve: where it starts, where it bends, where it ends */

export class Curve {
  /** @param {Point} point the first */
  constructor(point) {
    /** @type {Point[]} the points that stay; the last two are not decided upon */
    this.kept = [point];
    /** @type {Point[]} */
    this.waiting = [];
    /** @type {Piece[]} those that can't change any more */
    this.settled = [];
    this.least = [Infinity, Infinity]; // how far these reach to the left, and up
  }

  /**
   * @param {Point} point where the pen is now
   * @param {boolean} straight the canvas draws a straight line: this place instead of the last one
   * @returns {boolean} whether the pen moved
   */
  extend(point, straight) {
    const last = this.waiting.at(-1);
    if (last && last[0] === point[0] && last[1] === point[1]) return false;
    if (straight && last) this.waiting.pop();
    this.waiting.push(point);
    if (this.waiting.length > 2) this.#decide(this.waiting.splice(0, 1)[0]);
    return true;
  }

  /**
   * Keep a point, unless it is close to the last one, and settle the pieces up to it.
   * @param {Point} point
   */
  #decide(point) {
    const before = this.kept[this.kept.length - 1];
    if (Math.hypot(point[0] - before[0], point[1] - before[1]) < CLOSE) return;
    this.kept.push(point);
    if (this.kept.length < 3) return; // where the line starts depends on the first three
    while (this.settled.length < this.kept.length - 1) {
      const piece = this.#piece(this.kept, this.settled.length);
      this.settled.push(piece);
      this.least = reach(this.least, piece);
    }
  }

  /**
   * @param {Point[]} points of the line
   * @param {number} number from 0
   * @returns {Piece}
   */
  #piece(points, number) {
    const [bend, next] = [points[number], points[number + 1]];
    return [number ? middle(points[number - 1], bend) : startOf(points), bend, middle(bend, next)];
  }

  /**
   * As the line is now.
   * @returns {{ tail: Piece[], last: Point[], least: number[] }} its pieces after those that are settled; both ends of
   *   the straight line that follows; and how far all of it reaches to the left and up
   */
  now() {
    const points = [...this.kept.slice(-3), ...this.waiting.slice(-1)];
    const left = this.kept.length + Number(this.waiting.length > 0) - points.length; // so many are left out
    /** @type {Piece[]} */
    const tail = [];
    for (let number = this.settled.length; number < left + points.length - 1; number++) {
      tail.push(this.#piece(points, number - left));
    }
    const last = [tail.length ? tail[tail.length - 1][2] : startOf(points), endOf(points)];
    const least = tail.reduce(reach, this.least).map((value, axis) => Math.min(value, last[0][axis], last[1][axis]));
    return { tail, last, least };
  }
}

/**
 * @param {Point} one
 * @param {Point} other
 * @returns {Point}
 */
function middle([x, y], [otherX, otherY]) {
  return [(x + otherX) / 2, (y + otherY) / 2];
}

/**
 * @param {Point[]} points of a line
 * @returns {Point}
 */
function startOf([first, second, third]) {
  return third ? longer(first, second, third, -DOT) : [first[0] - DOT, first[1]];
}

/**
 * @param {Point[]} points of a line
 * @returns {Point}
 */
function endOf(points) {
  const end = points[points.length - 1];
  return points.length > 2 ? longer(end, points[points.length - 2], end, DOT) : [end[0] + DOT, end[1]];
}

/**
 * @param {Point} end of a line
 * @param {Point} from
 * @param {Point} to in this direction from there, straight across, down or aslant
 * @param {number} by in pixels
 * @returns {Point}
 */
function longer([x, y], from, to, by) {
  return [x + by * Math.sign(to[0] - from[0]), y + by * Math.sign(to[1] - from[1])];
}

/**
 * How far a line reaches to the left, and up, with one more piece: at an end, between two points, or where a curve turns
 * round. Fabric.js looks for that on the cubic curve that has the bend for both its control points.
 * @param {number[]} least of what is known, to the left and up
 * @param {Piece} piece
 * @returns {number[]}
 */
function reach(least, piece) {
  return least.map((value, axis) => {
    const [start, bend, end] = piece.map((point) => point[axis]);
    if (bend >= Math.min(start, end)) return Math.min(value, start, end);
    const part = Math.sqrt(start - bend) / (Math.sqrt(start - bend) + Math.sqrt(end - bend));
    const turn = start * (1 - part) ** 3 + 3 * bend * part * (1 - part) + end * part ** 3;
    return Math.min(value, start, end, turn);
  });
}
