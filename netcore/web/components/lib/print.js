// The page on paper: as wide as it was on the screen, whose charts keep their size.

const PAPER = 980; // CSS pixels across a sheet, landscape, between its margins; A4 has a few more

/** For good. Calling it again changes nothing. */
export function preparePrint() {
  window.addEventListener("beforeprint", fit);
}

function fit() {
  const zoom = Math.min(1, PAPER / window.innerWidth);
  document.documentElement.style.setProperty("--print-zoom", `${zoom}`);
}
