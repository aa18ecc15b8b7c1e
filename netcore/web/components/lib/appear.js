// Waits for what the page is about to show.

export async function appear(find) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never appeared: ${find}`);
}
