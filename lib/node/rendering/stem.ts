import { requireInput } from "../../support/index.js";

/** Requires the name of a kept figure or table: a plain file name, or `folder/name` of two plain ones; nothing leads out. */
export function requireStem(place: string, stem: string): void {
  requireInput(
    /^(?:\w[\w.-]*\/)?\w[\w.-]*$/.test(stem),
    place,
    `stem must be a plain file name, or folder/name, got ${JSON.stringify(stem)}`,
  );
}
