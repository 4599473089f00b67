// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot, root } from "../setup/paths.mjs";
import { readOrUndefined, writeWhole } from "../setup/stamp.mjs";
import { Results } from "./claim-numbers.mjs";

/** @typedef {import("pml/report").Claim} Claim */
/** @typedef {import("pml/report").ClaimGroup} ClaimGroup */
/** @typedef {import("./claim-numbers.mjs").Place} Place */

/**
 * A claim with its numbers read: what docs/claims.json holds.
 * @typedef {Omit<Claim, "numbers" | "cells"> & { numbers: Record<string, string>, cells: Place[] }} ReadClaim
 */
/** @typedef {{ title: string, claims: ReadClaim[] }} ReadGroup */

/** @returns {Promise<readonly ClaimGroup[]>} the claims as the compiled library has them */
export async function reportClaims() {
  const { claims } = await import(pathToFileURL(inRoot("lib", "dist", "report", "claims", "index.js")).href);
  return claims;
}

/**
 * Every claim with its numbers from the results.
 * @param {readonly ClaimGroup[]} groups
 * @param {string} [from] the repository whose results are read
 * @returns {ReadGroup[]}
 * @throws one error that names all claims whose cell, number or figure is not there
 */
export function readClaims(groups, from = root) {
  const results = new Results(from);
  /** @type {string[]} */
  const lost = [];
  const read = groups.map(({ title, claims }) => ({
    title,
    claims: claims.map((claim) => {
      const attempt = (/** @type {() => any} */ work) => {
        try {
          return work();
        } catch (error) {
          lost.push(`${claim.id}: ${/** @type {Error} */ (error).message}`);
          return "?";
        }
      };
      const numbers = Object.fromEntries(
        Object.entries(claim.numbers).map(([name, source]) => [name, attempt(() => results.number(source))]),
      );
      const finding = claim.finding.replace(/\{(\w+)\}/g, (_, name) => {
        if (!(name in numbers)) lost.push(`${claim.id}: {${name}} is no number of it`);
        return numbers[name] ?? "?";
      });
      for (const name of Object.keys(numbers))
        if (!claim.finding.includes(`{${name}}`)) lost.push(`${claim.id}: its number ${name} is not said`);
      if (claim.figure !== undefined && !existsSync(join(from, "figures", `${claim.figure}.png`)))
        lost.push(`${claim.id}: there is no figure ${claim.figure}`);
      return {
        ...claim,
        numbers,
        finding,
        cells: claim.cells.map((cell) => attempt(() => results.place(cell))),
      };
    }),
  }));
  if (lost.length > 0) throw new Error(`the ledger of claims has lost its results:\n  ${lost.join("\n  ")}`);
  return read;
}

/** Text inside a cell of a Markdown table. @param {string} text */
const inCell = (text) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

/** A heading as GitHub and Jupyter name its place. @param {string} heading */
const anchorOf = (heading) =>
  encodeURIComponent(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/\s+/g, "-")).replace(
    /[()']/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );

/** @param {Place} place */
const linkTo = ({ notebook, file, index, heading }) =>
  `[${notebook} \\[${index}\\]](../notebooks/${file}#${anchorOf(heading)})`;

/** @param {ReadClaim} claim */
function row({ id, says, faults, decidedBy, verdict, voice, finding, cells, figure }) {
  const keys = faults.map((key) => `[${key}](faults.md#${key.toLowerCase()})`).join(", ");
  const where = [
    ...cells.map(linkTo),
    ...(figure === undefined ? [] : [`[figure](../figures/${figure}.png)`]),
  ].join(", ");
  const columns = [
    `<a id="${id}"></a>${id}`,
    inCell(says),
    `**${verdict}**`,
    inCell(finding),
    decidedBy,
    voice,
    keys,
    where,
  ];
  return `| ${columns.join(" | ")} |`;
}

/** The ledger as Markdown. @param {readonly ReadGroup[]} groups */
export function claimList(groups) {
  const all = groups.flatMap(({ claims }) => claims);
  const verdicts = ["holds", "holds in part", "does not hold", "undecided", "open"];
  const counts = verdicts.map(
    (verdict) => `| ${verdict} | ${all.filter((claim) => claim.verdict === verdict).length} |`,
  );
  const tables = groups.flatMap(({ title, claims }) => [
    `## ${title}`,
    "",
    "| id | the report says | verdict | what was found | decided by | voice | fault | where |",
    "|:--|:--|:--|:--|:--|:--|:--|:--|",
    ...claims.map(row),
    "",
  ]);
  return [
    "<!-- made by `npm run claims` from lib/report/claims and the results; changes belong there, not here -->",
    "# The report's claims",
    "",
    "Every claim of the report, in our words, with what became of it. The numbers are read from the outputs of the cells that decide; `[n]` is a cell, counted from 0. R: by the report's protocol, C: by the corrected one.",
    "",
    "*Undecided*: examined, and the evidence does not tell. *Open*: not examined yet, or not so that a verdict would be carried.",
    "",
    "| verdict | claims |",
    "|:--|--:|",
    ...counts,
    `| all | ${all.length} |`,
    "",
    ...tables,
  ].join("\n");
}

/** Writes `docs/claims.md` and `docs/claims.json` where they are not current. */
export async function writeClaimList() {
  const groups = readClaims(await reportClaims());
  const files = { "claims.md": claimList(groups), "claims.json": `${JSON.stringify(groups, null, 1)}\n` };
  for (const [name, text] of Object.entries(files))
    if (readOrUndefined(inRoot("docs", name)) !== text) writeWhole(inRoot("docs", name), text);
}
