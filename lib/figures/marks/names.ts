import { InputError } from "../../support/index.js";

/**
 * Checks the names of what is told apart by colour or by panel: none is empty, no two are the same. A legend shows nothing for an
 * empty one, and rows of one name would be drawn as one.
 */
export function requireNames(caller: string, names: readonly string[]): void {
  names.forEach((name, i) => {
    if (name.trim() === "")
      throw new InputError(caller, `name ${i} is empty: everything drawn wants a name`, { index: i });
    if (names.indexOf(name) !== i) throw new InputError(caller, `the name ${name} is there twice`, { name });
  });
}
