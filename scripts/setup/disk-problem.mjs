// @ts-check
// Old syntax only, and no imports: see scripts/run.mjs.

/** @type {Record<string, string>} */
const remedies = {
  ENOSPC: "The disk is full: free some space (.cache/ may always be removed)",
  EDQUOT: "Your share of the disk is used up: free some space (.cache/ may always be removed)",
  EROFS: "The folder is on a file system that can only be read: copy the repository elsewhere",
  EACCES:
    "You have no permission for that: look who owns it, or clone the repository into a folder of your own",
  EPERM:
    "You have no permission for that: look who owns it, or clone the repository into a folder of your own",
};

/**
 * A sentence with a remedy for an error of the disk; an empty text for any other.
 * @param {{ code?: string, path?: string, message?: string }} error
 */
export function diskProblem(error) {
  const remedy = remedies[error.code || ""];
  return remedy ? `${remedy}, then run the same command again (${error.message}).` : "";
}
