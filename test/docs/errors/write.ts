import { writeAtomically } from "pml/node";
import { errorsPage, renderErrors } from "./document.js";

/** Writes docs/errors.md anew. */
export async function main(): Promise<number> {
  writeAtomically(errorsPage, await renderErrors());
  console.log("written: docs/errors.md");
  return 0;
}
