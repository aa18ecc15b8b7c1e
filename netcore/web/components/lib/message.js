// What the server sent this component last, and how to tell it what was clicked.

/** @typedef {import("./answer.js").AnswerRules} AnswerRules */
/** @typedef {import("./answer.js").LookingRules} LookingRules */
/** @typedef {import("./answer.js").Saying} Saying */
/** @typedef {import("./parts.js").Box} Box */
/** @typedef {import("./network.js").Most} Most */
/**
 * @typedef {object} ShowingRules how to read with the network on screen and to show it, as `rules_for` of weights.py
 * @property {string} fingerprint of the network, 64 letters
 * @property {boolean} isRounded its weights came with a byte each
 * @property {import("./network.js").Shape[]} layers
 * @property {number} pen its width in pixels of the canvas
 * @property {import("./ledger.js").LedgerRules} ledger
 * @property {number[]} strengths of connections that are told apart, up to 1; they grow
 * @property {number} restStrength how strongly the largest weight is drawn at rest, 0–1
 * @property {number} dim light, 0–1: neurons with less have a faint rim
 * @property {string} faint a colour
 * @property {string} cell the colour of a pixel of the input without ink
 */
/** @typedef {ShowingRules & Most & LookingRules & AnswerRules & Saying} Rules */

/**
 * @typedef {[number, number, number, number]} Line a connection: the layer that it leads to, from 0; the neurons before
 *   and in it; how strong it is, from -1 to 1
 */
/**
 * @typedef {object} Focus the neuron that is looked into
 * @property {number} layer 0 for the input
 * @property {number} neuron
 * @property {Line[] | null} lines what carried most to it; null while that isn't known
 */
/**
 * @typedef {object} Steps how a drawing with ink becomes 784 numbers, as `step_data` of steps.py says
 * @property {string[]} captions one a step
 * @property {[number, number, number, number]} frame left, top, width and height of the part of the canvas that holds it
 * @property {[Stretch, Stretch]} lines through the ink as it leans and upright, in pixels of that part
 * @property {Upright} upright
 * @property {string} scaled 784 grey levels, a byte each, in base 64
 * @property {number} box pixels of the longer side, scaled
 */
/** @typedef {[number, number, number, number]} Stretch a straight line: x and y of its start, x and y of its end */
/**
 * @typedef {{ width: number, slant: number, shift: number }} Upright how wide the upright picture is, and how it is made:
 *   its column is column + shift − slant · row
 */
/**
 * @typedef {object} Training
 * @property {string} curves JSON of `Curves` of training.js
 * @property {number} reach the weight that gets the full colour
 */

/**
 * @typedef {object} PainterMessage to the painter; the reading gets more, see reading.py
 * @property {Record<string, string>} figures JSON of whole figures, by the keys of their charts
 * @property {"dark" | "light"} ground of the colours
 */
/**
 * @typedef {object} Shown what the server made of the drawing
 * @property {[number, number]} revision of the drawing: see canvas.js
 * @property {string | null} pixels 784 numbers, as `drawn` of floats.js unpacks them; null without ink
 * @property {string | null} activations of all layers after the input, float32 in base 64; null without ink
 * @property {string | null} weightedSums of the same
 * @property {import("./answer.js").Kind} kind
 * @property {string} digit the answer, of several one after the other, "" for none
 * @property {number[]} digits the same
 * @property {Box[]} boxes where the ink of each digit is on the canvas, also of what is none
 * @property {Box[]} strays where ink is that was put aside
 * @property {number} shown which of the digits the neurons show, from 0
 * @property {string} confidence 0–1 with four decimals, "" for none
 * @property {string} network its name
 * @property {string} words
 * @property {boolean} hidesAnswer until it is asked for: see curtain.js
 * @property {number} begun how many drawings were begun before this one
 * @property {Steps | { captions: string[], frame?: undefined } | null} steps without ink captions alone; null where the
 *   page has no place for them
 * @property {boolean} isDrawPage which has heatmaps, too
 * @property {string | null} meta what the layout of the charts says that these numbers are for; null without
 * @property {Focus | null} focus
 * @property {[number, number, boolean] | null} room width and height that the diagram was laid out for, and whether its layers
 *   stand below each other; null where there is none
 * @property {Training | null} training
 * @property {boolean} isBlind the browser has told that it can't read its canvas: see honesty.js
 * @property {import("./store.js").HandedOver} kept what the browser is to keep
 * @property {string[]} light colours of activation from 0 to 1, as #rrggbb
 */
/** @typedef {{ rules: Rules, biases: string }} WithNetwork biases of all layers, float32 in base 64 */
/** @typedef {PainterMessage & Shown & WithNetwork} NetworkMessage */
/** @typedef {PainterMessage & Shown & { rules: null, biases: null }} BareMessage there is no network to be had */
/** @typedef {NetworkMessage | BareMessage} ReadingMessage */

/**
 * @typedef {object} Received
 * @property {ReadingMessage | (PainterMessage & { rules?: undefined }) | undefined} latest older work that still waits
 *   gives up; undefined once the component is gone
 * @property {(what: string) => void} pick
 * @property {(address: string) => void} paste takes the address of a picture
 */
/** @type {Received} */
export const message = { latest: undefined, pick: () => {}, paste: () => {} };

/**
 * Take a message in.
 * @param {ReadingMessage | PainterMessage | undefined} data undefined: there is none any more
 * @param {(what: string) => void} pick tells the server what was clicked, "hidden 1/5"
 * @param {(address: string) => void} [paste] gives it a picture; missing where it takes none
 */
export function receive(data, pick, paste = () => {}) {
  Object.assign(message, { latest: data, pick, paste });
}

/**
 * The component is gone that received a message: what still waits gives up.
 * @param {(what: string) => void} pick that came with it
 * @returns {boolean} false if another was received since, perhaps on the next page: then nothing ends
 */
export function release(pick) {
  if (message.pick !== pick) return false;
  receive(undefined, () => {});
  return true;
}

/**
 * @returns {NetworkMessage} the latest
 * @throws {Error} it is without a network
 */
export function latest() {
  if (!message.latest?.rules) throw new Error("the server sent no network");
  return message.latest;
}
