// Waits for what the page is about to show.

const PAUSE = 50; // ms between two looks

/**
 * @template Found
 * @param {() => Found} find
 * @param {number} patience in ms
 * @returns {Promise<NonNullable<Found>>} what was found
 */
export async function appear(find, patience = 10_000) {
  for (let waited = 0; waited < patience; waited += PAUSE) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Error(`never appeared: ${find}`);
}
