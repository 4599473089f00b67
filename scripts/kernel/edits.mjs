// @ts-check

/** Changes to a text, collected in any order and made at once; positions are those of the text before. */
export class Edits {
  /** @type {{ start: number, end: number, text: string }[]} */
  #edits = [];

  /** Several insertions at one place stand in the order in which they were asked for, before what is replaced there. */
  insert(/** @type {number} */ at, /** @type {string} */ text) {
    this.#edits.push({ start: at, end: at, text });
  }

  replace(/** @type {number} */ start, /** @type {number} */ end, /** @type {string} */ text) {
    this.#edits.push({ start, end, text });
  }

  /** @param {string} text */
  applyTo(text) {
    const ordered = [...this.#edits].sort((a, b) => a.start - b.start || a.end - b.end);
    let result = "";
    let position = 0;
    for (const { start, end, text: put } of ordered) {
      result += text.slice(position, start) + put;
      position = end;
    }
    return result + text.slice(position);
  }
}
