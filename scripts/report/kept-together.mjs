// @ts-check

/** What no line may end in: a number apart from its unit, its error or its name, or an interval in two; a statistic's name. @type {readonly [RegExp, string][]} */
const pairs = [
  [/(\d) (?=[%×±])/g, "$1\u00a0"],
  [/([×±]) (?=[\d(])/g, "$1\u00a0"],
  [/\b([A-Za-z]) ([=<>]|&lt;|&gt;) (?=[-−]?\d)/g, "$1\u00a0$2\u00a0"],
  [/([[({]-?\d+(?:\.\d+)?), (?=-?\d+(?:\.\d+)?[\])}])/g, "$1,\u00a0"],
  [/(\([-−+]?[\d.,]+(?:\u00a0%)?) to (?=[-−+]?[\d.,]+(?:\u00a0%)?\))/g, "$1\u00a0to\u00a0"],
  [/ (to|\/) (?=[-−+]?\d)/g, " $1\u00a0"],
  [/\bln (?=\d|[a-z]\()/g, "ln\u00a0"],
  [/\bR-hat\b/g, '<span class="together">R-hat</span>'],
];

/** @param {string} text */
const joined = (text) => pairs.reduce((whole, [apart, together]) => whole.replace(apart, together), text);

/** Code as it is written, a formula, a tag, or the text between them. */
const piece = /<(pre|code|math|svg|script|style)\b[\s\S]*?<\/\1>|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+/g;

/** A formula within a line, with the bracket before it and what follows without a space. */
const formula =
  /([([{“"]*)(<math(?![^>]*display="block")[^>]*>(?:(?!<math)[\s\S])*?<\/math>)([.,;:!?)\]}”"']*)/g;

/**
 * Prose whose lines break where a reader would break them: not within `5.6 %`, `17.42 ± 1.22`, `k = 10` or `[0, 1]`, and not between a
 * formula and the comma after it.
 * @param {string} html
 */
export const keptTogether = (html) =>
  html
    .replace(piece, (text) => (text.startsWith("<") ? text : joined(text)))
    .replace(formula, (whole, before, math, after) =>
      before || after ? `<span class="together">${before}${math}${after}</span>` : whole,
    );
