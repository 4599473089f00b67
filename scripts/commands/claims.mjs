// @ts-check
import { writeClaimList } from "../report/claim-list.mjs";
import { setUp } from "../setup.mjs";

/** `npm run claims`: docs/claims.md and docs/claims.json anew, their numbers from the committed results. */
export async function main() {
  await setUp({ quiet: true });
  await writeClaimList();
  console.log("written: docs/claims.md, docs/claims.json");
}
