// @ts-check

/** What has been executed in this kernel, for consoles that look back. */
export class History {
  /** @type {{ number: number, source: string }[]} */
  #entries = [];

  /** @param {number} number @param {string} source */
  add(number, source) {
    this.#entries.push({ number, source });
  }

  clear() {
    this.#entries = [];
  }

  /**
   * Answers a `history_request`.
   * @param {{ hist_access_type?: string, n?: number, start?: number, stop?: number, pattern?: string, output?: boolean, unique?: boolean }} request
   * @returns {{ history: unknown[] }}
   */
  answer({
    hist_access_type = "tail",
    n = Number.POSITIVE_INFINITY,
    start = 1,
    stop,
    pattern = "*",
    output,
    unique,
  }) {
    let found = this.#entries;
    if (hist_access_type === "range")
      found = found.filter(({ number }) => number >= start && number < (stop ?? Number.POSITIVE_INFINITY));
    else {
      if (hist_access_type === "search") {
        const expression = globExpression(pattern);
        found = found.filter(({ source }) => expression.test(source));
      }
      if (unique)
        found = found.filter(({ source }, i) => !found.slice(i + 1).some((other) => other.source === source));
      found = found.slice(Math.max(0, found.length - n));
    }
    return { history: found.map(({ number, source }) => [1, number, output ? [source, null] : source]) };
  }
}

/** @param {string} pattern with `*` and `?` */
const globExpression = (pattern) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^]*")
      .replaceAll("?", "[^]")}$`,
  );
