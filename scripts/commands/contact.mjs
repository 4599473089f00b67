// @ts-check
import { resolve } from "node:path";
import { writeContactSheet } from "../report/contact-sheet.mjs";
import { inRoot } from "../setup/paths.mjs";
import { SetupError } from "../setup/report.mjs";

/** `npm run contact -- FOLDER`: the report's pictures in a folder beside ours, one page to look at. @param {readonly string[]} args */
export async function main(args) {
  const [folder, ...more] = args;
  if (folder === undefined || more.length > 0)
    throw new SetupError("Usage: npm run contact -- FOLDER, where the report's pictures are.");
  const target = inRoot("dist", "contact-sheet.html");
  const { compared, missing, unknown } = writeContactSheet({
    folder: resolve(folder),
    figures: inRoot("figures"),
    target,
  });
  console.log(`${compared} pictures of the report beside ours: ${target}`);
  if (missing.length > 0) console.log(`Not in the folder: ${missing.join(", ")}.`);
  if (unknown.length > 0) console.log(`With nothing here beside them: ${unknown.join(", ")}.`);
  return 0;
}
