// @ts-check

/** Milliseconds for which text is gathered into one message. */
const interval = 50;
/** The same for a cell that has printed much, since a browser draws the whole text again at each message. */
const longInterval = 500;
const much = 100_000;

/**
 * What cells print arrives line by line; Jupyter gets it in few messages, in the same order with everything else.
 */
export class GatheredOutput {
  #publish;
  #name = "";
  /** @type {string[]} */
  #texts = [];
  /** Characters printed by the cell. */
  #length = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {(type: string, content: object) => void} publish */
  constructor(publish) {
    this.#publish = publish;
  }

  /** Characters that the cell has printed. */
  get length() {
    return this.#length;
  }

  /** Another cell begins. */
  begin() {
    this.flush();
    this.#length = 0;
  }

  /** @param {string} name of the stream @param {string} text */
  text(name, text) {
    if (name !== this.#name) this.flush();
    this.#name = name;
    this.#texts.push(text);
    this.#length += text.length;
    this.#timer ??= setTimeout(() => this.flush(), this.#length < much ? interval : longInterval);
  }

  /** Something that is no text, behind all text before it. @param {string} type @param {object} content */
  message(type, content) {
    this.flush();
    this.#publish(type, content);
  }

  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#texts.length === 0) return;
    const text = this.#texts.join("");
    this.#texts = [];
    this.#publish("stream", { name: this.#name, text });
  }
}
