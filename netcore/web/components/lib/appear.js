// Waits for what the page is about to show.

const PAUSE = 50; // ms between two looks

/**
 * @template Found
 * @param {() => Found} find
 * @param {() => boolean} isOver nobody waits for it any more
 * @param {number} patience in ms
 * @returns {Promise<NonNullable<Found> | undefined>} what was found; undefined when nobody waits any more
 * @throws {Error} it never appeared
 */
export async function appear(find, isOver, patience = 10_000) {
  for (let waited = 0; waited < patience; waited += PAUSE) {
    if (isOver()) return undefined;
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Error(`never appeared: ${find}`);
}
