// Sentences in the language of whoever reads them.

/**
 * @param {string} sentence in English
 * @param {Record<string, string | number>} [gaps] what is put into its {gaps}
 * @returns {string}
 */
export function t(sentence, gaps = {}) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => `${gaps[name] ?? gap}`);
}
