// What the server sent this component last, and how to tell it what was clicked.

/** @type {{ latest: any, pick: (what: string) => void }} latest: older work that still waits gives up */
export const message = { latest: undefined, pick: () => {} };
