// What this browser keeps for its person: texts by the names of their parts, in a database that no other site can read.
// What is in a text only the server knows.

import { t } from "./language.js";

const DATABASE = "netcore";
const VERSION = 1;
const TABLE = "parts";
const LONGEST = 8_000_000; // characters; all that netcore keeps is less
const RESTING = 700; // ms without a change after which the server is asked for what is too large to come by itself
const LATEST = 8_000; // ms after which it is asked in any case

/** @typedef {{ text: string, time: number }} Kept time: when it was kept, in ms since 1970 */
/**
 * @typedef {object} HandedOver what the server says with each answer, see keeping.py
 * @property {string} person key of the one whose page it is, on the server
 * @property {Record<string, number>} numbers of all parts; 0: there is nothing new to keep
 * @property {Record<string, string>} parts texts
 * @property {string} said what is kept, in words
 * @property {boolean} isOpen the server has got what was kept
 */
/**
 * @typedef {object} Store what is known of the database; the components of a page share it
 * @property {Promise<IDBDatabase>} [database]
 * @property {"unread" | "empty" | "full"} found what was in it when the page was opened
 * @property {"" | "none" | "foreign"} trouble there is no database to be had, or another's or a newer netcore's
 * @property {string} [person] whose numbers `held` has
 * @property {Record<string, number>} held
 * @property {Record<string, number>} sizes in characters
 * @property {boolean} isOver everything was forgotten, perhaps in another tab: nothing is kept on this page any more
 * @property {number} [timer] until the server is asked
 * @property {number} [lacks] since when something is lacking, in ms
 * @property {string} said what is kept, in words
 * @property {() => void} keepAgain what the server handed over before the database was read
 */

/** @returns {Store} */
function store() {
  window.netcoreStore ??= {
    found: "unread",
    trouble: "",
    held: {},
    sizes: {},
    isOver: false,
    said: "",
    keepAgain: () => {},
  };
  return window.netcoreStore;
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const known = store();
  known.database ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, VERSION);
    asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE);
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const database = asked.result;
      database.onversionchange = () => {
        known.isOver = true;
        database.close();
      };
      resolve(database);
    };
  });
  return known.database;
}

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(table: IDBObjectStore) => IDBRequest<Result>[]} ask
 * @returns {Promise<Result[]>} once all is done, or nothing is
 */
async function transact(mode, ask) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(TABLE, mode);
    const requests = ask(transaction.objectStore(TABLE));
    transaction.oncomplete = () => resolve(requests.map(({ result }) => result));
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/**
 * Read all that is kept.
 * @returns {Promise<{ parts: Record<string, string>, trouble: Store["trouble"] } | undefined>} undefined: there is
 *   nothing, and from now on it is kept what the server hands over
 */
export async function readAll() {
  const known = store();
  const { parts, trouble } = await read();
  known.trouble = trouble;
  known.sizes = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, text.length]));
  known.found = trouble === "foreign" || Object.keys(parts).length ? "full" : "empty";
  if (known.found === "full") return { parts, trouble };
  known.keepAgain();
  return undefined;
}

/** @returns {Promise<{ parts: Record<string, string>, trouble: Store["trouble"] }>} */
async function read() {
  try {
    const [names, values] = await transact("readonly", (table) => [
      /** @type {IDBRequest<any>} */ (table.getAllKeys()),
      table.getAll(),
    ]);
    /** @type {Record<string, string>} */
    const parts = {};
    names.forEach((/** @type {unknown} */ name, /** @type {number} */ place) => {
      const text = values[place]?.text;
      parts[`${name}`] = typeof text === "string" && text.length <= LONGEST ? text : "";
    });
    return { parts, trouble: "" };
  } catch (error) {
    const isForeign = error instanceof DOMException && ["VersionError", "NotFoundError"].includes(error.name);
    return { parts: {}, trouble: isForeign ? "foreign" : "none" };
  }
}

/**
 * Keep what is new, and ask for what is lacking.
 * @param {HandedOver} handed what is given back first is not kept anew
 * @param {(parts: string[]) => void} want asks the server for these parts
 */
export function keep(handed, want) {
  const { person, numbers, parts, said, isOpen } = handed;
  const known = store();
  known.keepAgain = () => keep(handed, want);
  if (known.found === "unread" || (known.found === "full" && !isOpen)) return;
  if (known.person !== person) Object.assign(known, { person, held: {} });
  if (known.isOver || known.trouble === "none") return;
  const isOther = (/** @type {string} */ part) => numbers[part] !== 0 && numbers[part] !== known.held[part];
  const changed = Object.keys(numbers).filter(isOther);
  known.said = said || known.said;
  for (const part of changed) if (part in parts) known.held[part] = numbers[part];
  const fresh = changed.filter((part) => part in parts);
  if (fresh.length) write(Object.fromEntries(fresh.map((part) => [part, parts[part]])));
  const lacking = changed.filter((part) => !(part in parts));
  clearTimeout(known.timer);
  if (!lacking.length) {
    known.lacks = undefined;
    return;
  }
  known.lacks ??= Date.now();
  const patience = Math.min(RESTING, Math.max(0, known.lacks + LATEST - Date.now()));
  known.timer = setTimeout(() => {
    known.lacks = undefined;
    want(lacking);
  }, patience);
}

/** @param {Record<string, string>} parts */
async function write(parts) {
  const known = store();
  try {
    if (known.trouble === "foreign") await replaceForeign();
    const time = Date.now();
    await transact("readwrite", (table) =>
      Object.entries(parts).map(([part, text]) => table.put({ text, time }, part)),
    );
    for (const [part, text] of Object.entries(parts)) known.sizes[part] = text.length;
  } catch (error) {
    if (!known.isOver) console.warn("netcore: this browser doesn't keep what was done.", error);
    known.trouble ||= "none";
  }
  sayWhatIsKept();
}

/** The person did something new: what another left there makes room. */
async function replaceForeign() {
  const known = store();
  known.trouble = "";
  known.database = undefined;
  await erase();
}

/** @returns {Promise<void>} once it is gone, or will be as soon as other tabs let go of it */
function erase() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(DATABASE);
    asked.onsuccess = asked.onblocked = () => resolve();
    asked.onerror = () => reject(asked.error);
  });
}

/** Forget all that was kept, the theme that was chosen included; other tabs keep nothing more, either. */
export async function forgetAll() {
  const known = store();
  known.isOver = true;
  try {
    (await known.database)?.close();
    await erase();
    for (const name of Object.keys(localStorage)) if (name.startsWith("stActiveTheme")) localStorage.removeItem(name);
  } catch (error) {
    console.warn("netcore: this browser has nothing to forget.", error);
  }
}

/** Say on the page what is kept, and where. */
export function sayWhatIsKept() {
  const { trouble, isOver, sizes, said } = store();
  const place = document.querySelector(".keep .kept");
  const button = document.querySelector(".keep button");
  if (!(place instanceof HTMLElement && button instanceof HTMLButtonElement)) return;
  const keeps = trouble !== "none" && !isOver;
  const size = Math.ceil(Object.values(sizes).reduce((sum, length) => sum + length, 0) / 1000);
  const kept = new URLSearchParams(location.search).has("room")
    ? t(
        "Kept in this browser, on this computer: {what} ({size} KB). Once you have left, the server keeps nothing but what you sent to your class, for a day.",
        { what: said, size },
      )
    : t("Kept in this browser, on this computer: {what} ({size} KB). Once you have left, the server keeps nothing.", {
        what: said,
        size,
      });
  place.textContent = keeps ? kept : t("This browser keeps nothing of what you do here.");
  button.disabled = !keeps;
}

/** @param {string} said what is kept, in words */
export function hearWhatIsKept(said) {
  store().said = said;
  sayWhatIsKept();
}
