// What the server sent this component last, and how to tell it what was clicked.

/**
 * latest: older work that still waits gives up; paste: takes the address of a picture
 * @type {{ latest: any, pick: (what: string) => void, paste: (address: string) => void }}
 */
export const message = { latest: undefined, pick: () => {}, paste: () => {} };
