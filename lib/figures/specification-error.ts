import { InputError } from "../support/index.js";

/** Takes the objects written as JSON out of a sentence of Vega's, which can be as long as the whole specification. */
function withoutJson(message: string): string {
  let depth = 0;
  let kept = "";
  for (const sign of message) {
    if (sign === "{") depth += 1;
    if (depth === 0) kept += sign;
    if (sign === "}") depth = Math.max(0, depth - 1);
  }
  return kept
    .replace(/ +([.,:;])/g, "$1")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** What Vega or Vega-Lite says about a wrong specification as one sentence. */
export function specificationError(message: string): InputError {
  return new InputError("render", withoutJson(message));
}

/** Runs a step of drawing whose errors are about the specification. */
export function checkingSpecification<Value>(step: () => Value): Value {
  try {
    return step();
  } catch (error) {
    throw error instanceof InputError ? error : specificationError((error as Error).message);
  }
}
