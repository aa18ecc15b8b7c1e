// What moves on the page, unless a person wants nothing to move.

/** @returns {boolean} the system says that nothing should move */
export const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @type {(part: number) => number} slow at both ends, 0–1 */
export const eased = (part) => part * part * (3 - 2 * part);

/**
 * Draw one frame after the other.
 * @param {number} duration in ms
 * @param {(part: number) => void} draw how far it is, 0–1; the last time 1, which alone is drawn where nothing should move
 * @returns {() => void} ends it where it is
 */
export function during(duration, draw) {
  if (isStill()) {
    draw(1);
    return () => {};
  }
  let [frame, begin] = [0, 0];
  /** @param {number} now */
  const step = (now) => {
    begin ||= now;
    const part = Math.min((now - begin) / duration, 1);
    frame = part < 1 ? requestAnimationFrame(step) : 0;
    draw(part);
  };
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}

/**
 * @param {Element} element
 * @param {Keyframe[]} frames
 * @param {number} duration in ms
 * @returns {Promise<unknown>} until it is there, or another movement took its place
 */
export function move(element, frames, duration) {
  if (isStill()) return Promise.resolve();
  return element.animate(frames, { duration, easing: "ease-in-out" }).finished.catch(() => {});
}
