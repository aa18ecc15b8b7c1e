// Sentences in the language of whoever reads them, as language.py says them: English stands in the code, others in the
// catalogues, which are fetched before anything is said.

const ENGLISH = "en";
const LANGUAGES = [ENGLISH, "de"]; // as in language.py
const FOLDER = `${import.meta.url.split("netcore.")[0]}netcore.languages`;

const told = globalThis.netcoreLanguage ?? (globalThis.netcoreLanguage = tellLanguage());
const sentences = await told;

/**
 * @param {string} sentence in English, as it stands in the catalogues; where they don't have it, it stays as it is
 * @param {Record<string, string | number>} [gaps] what is put into its {gaps}
 * @returns {string}
 */
export function t(sentence, gaps = {}) {
  return (sentences[sentence] ?? sentence).replace(/\{(\w+)\}/g, (gap, name) => `${gaps[name] ?? gap}`);
}

/**
 * Say what a component's own HTML says.
 * @param {HTMLElement} parent
 */
export function translate(parent) {
  if (!Object.keys(sentences).length) return;
  const texts = document.createTreeWalker(parent, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = /** @type {Text} */ (texts.currentNode);
    const words = text.data.trim();
    if (words in sentences) text.data = text.data.replace(words, () => sentences[words]);
  }
  for (const name of ["aria-label", "title"]) {
    for (const element of parent.querySelectorAll(`[${name}]`)) {
      const said = element.getAttribute(name);
      if (said) element.setAttribute(name, t(said));
    }
  }
}

/** @returns {Promise<Record<string, string>>} all sentences by the English ones; none where the page is in English */
async function tellLanguage() {
  if (!globalThis.document) return {};
  const asked = new URLSearchParams(location.search).get("lang") || navigator.language.split("-")[0];
  const language = LANGUAGES.includes(asked) ? asked : ENGLISH;
  document.documentElement.lang = language;
  if (language === ENGLISH) return {};
  try {
    return sentencesOf(await (await fetch(`${FOLDER}/${language}.po`)).text());
  } catch (error) {
    console.warn("netcore: some words stay in English.", error);
    return {};
  }
}

/**
 * @param {string} catalogue as gettext has it
 * @returns {Record<string, string>}
 */
export function sentencesOf(catalogue) {
  /** @type {(lines: string) => string} */
  const plain = (lines) =>
    lines
      .split("\n")
      .map((line) => JSON.parse(line))
      .join("");
  const entries = catalogue.matchAll(/^msgid (".*"(?:\n".*")*)\nmsgstr (".*"(?:\n".*")*)/gm);
  return Object.fromEntries(Array.from(entries, ([, english, said]) => [plain(english), plain(said)]));
}
