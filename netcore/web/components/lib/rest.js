// A press right after the last stroke waits until the canvas has sent that stroke.

const PAUSE = 350; // ms: the canvas sends a stroke 200 ms after its end

let penUp = 0;
let isWatched = false;

/** Note from now on, for good, when the pen leaves the canvas. Calling it again changes nothing. */
export function watchPen() {
  if (isWatched) return;
  isWatched = true;
  /** @type {(event: Event) => void} */
  const lifted = ({ target }) => {
    if (target instanceof Element && target.closest(".st-key-canvas")) penUp = Date.now();
  };
  for (const name of ["pointerup", "mouseup", "touchend"]) document.addEventListener(name, lifted, true);
}

/** @returns {number} ms until the canvas has sent what was drawn last */
export const untilSent = () => Math.max(0, PAUSE - (Date.now() - penUp));
