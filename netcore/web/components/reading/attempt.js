// What can't be done in the browser, the server does: after a few errors in a row nothing more is tried.

const MOST_ERRORS = 3;

let errors = 0; // in a row
const whenGivenUp = [];

export function attempt(doing) {
  if (hasGivenUp()) return undefined;
  try {
    const done = doing();
    errors = 0;
    return done;
  } catch (error) {
    errors += 1;
    if (hasGivenUp()) {
      console.warn("netcore: the network reads the drawing only when the pen is up.", error);
      for (const give of whenGivenUp) give();
    }
    return undefined;
  }
}

export const hasGivenUp = () => errors === MOST_ERRORS;

// Have something done when nothing more is tried.
export const afterGivingUp = (doing) => whenGivenUp.push(doing);
