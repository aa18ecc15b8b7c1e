// What must be on the page: who asks for it gets it, or an error that says what is missing.

/**
 * @template {Element} Found
 * @param {ParentNode} place
 * @param {string} selector
 * @returns {Found} the first
 * @throws {Error} there is none
 */
export function find(place, selector) {
  /** @type {Found | null} */
  const found = place.querySelector(selector);
  if (!found) throw new Error(`not on the page: ${selector}`);
  return found;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 * @returns {CanvasRenderingContext2D}
 * @throws {Error} the browser has no memory for it
 */
export function contextOf(canvas, settings) {
  const context = canvas.getContext("2d", settings);
  if (!context) throw new Error("a canvas that can't be painted");
  return context;
}
