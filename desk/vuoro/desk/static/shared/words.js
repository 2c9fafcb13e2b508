/** The page's words, in the page's language. */

export const language = document.documentElement.lang;

const words = await (await fetch(new URL(`../texts/${language}.json`, import.meta.url))).json();

/** The words behind a key, with `{name}` filled in. */
export function text(key, values = {}) {
  const found = words[key];
  if (typeof found !== "string") throw new Error(`no words for ${key} in ${language}`);
  return fill(found, values);
}

/** The words behind a key for so many of a thing. */
export function count(key, n, values = {}) {
  const [one, other] = words[key];
  return fill(n === 1 ? one : other, { n, ...values });
}

/** Whether there are words behind a key: codes of the wire may be newer than the page. */
export function has(key) {
  return key in words;
}

/** The words behind a key, or those behind another if there are none. */
export function textOr(key, otherwise, values = {}) {
  return text(has(key) ? key : otherwise, values);
}

/** A text in several languages, in the page's language, else in Finnish, else in any. */
export function named(texts) {
  return texts[language] ?? texts.fi ?? texts.en ?? Object.values(texts)[0] ?? "";
}

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
