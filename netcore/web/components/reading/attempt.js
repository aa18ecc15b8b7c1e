// What can't be done in the browser, the server does: after a few errors in a row nothing more is tried.

const MOST_ERRORS = 3;

let errors = 0; // in a row

/**
 * @template Done
 * @param {() => Done} doing
 * @returns {Done | undefined} undefined where it failed, now or too often before
 */
export function attempt(doing) {
  if (errors === MOST_ERRORS) return undefined;
  try {
    const done = doing();
    errors = 0;
    return done;
  } catch (error) {
    errors += 1;
    if (errors === MOST_ERRORS) {
      console.warn("netcore: the network reads the drawing only when the pen is up.", error);
    }
    return undefined;
  }
}
