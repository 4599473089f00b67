// @ts-check
import { setUp } from "../setup.mjs";

/** `npm run setup` */
export async function main() {
  await setUp();
  return 0;
}
