// @ts-check
import { prefixOf } from "./chapter.mjs";
import { keyLink } from "./faults.mjs";
import { escapeHtml, slug } from "./markup.mjs";

/** @typedef {import("./claim-list.mjs").ReadClaim} Claim */
/** @typedef {import("./claim-list.mjs").ReadGroup} ClaimGroup */

/** The claims that the report's conclusions rest on, or that change most. */
const foremost = [
  "T-01",
  "1.1-14",
  "1.1-23",
  "1.2.1-12",
  "1.2.2-07",
  "2.1-06",
  "2.1-12",
  "2.1-13",
  "2.2-01",
  "2.2-08",
];

/** A sentence with its names of code; its asterisks are not emphasis (f* is a function). @param {string} text */
const sentence = (text) => escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");

/** @param {Claim["verdict"]} verdict */
const verdictMark = (verdict) => `<span class="verdict ${slug(verdict)}">${verdict}</span>`;

/** @param {Claim["voice"]} voice */
const voiceMarks = (voice) =>
  voice
    .split(", ")
    .map(
      (letter) => `<span class="voice"><span class="mark ${letter.toLowerCase()}"></span> ${letter}</span>`,
    )
    .join(" ");

/** The figure and the cells that decide a claim, as links. @param {Claim} claim @param {ReadonlySet<string>} ids places that there are */
function places({ cells, figure }, ids) {
  const links = cells.map(({ file, notebook, id, index }) => {
    const name = file.replace(/\.ipynb$/, "");
    return {
      page: `${name}.html`,
      id: `${prefixOf(name)}-cell-${slug(id)}`,
      text: `${notebook}&nbsp;[${index}]`,
    };
  });
  const part = figure?.includes("/") ? /** @type {string} */ (figure.split("/")[0]) : "1";
  const shown = figure && { id: `c${slug(part)}-${slug(figure.split("/").at(-1) ?? "")}`, part };
  const page = links.find(({ id }) => shown && id.startsWith(`c${slug(shown.part)}-cell-`))?.page;
  const all = shown && page ? [{ page, id: shown.id, text: "figure" }, ...links] : links;
  return all
    .filter(({ id }) => ids.has(id))
    .map(({ page, id, text }) => `<a href="${page}#${id}">${text}</a>`)
    .join(", ");
}

/** The ten foremost, for the first screen. @param {readonly ClaimGroup[]} groups @param {ReadonlySet<string>} ids */
function tenClaims(groups, ids) {
  const all = groups.flatMap(({ claims }) => claims);
  const entries = foremost.flatMap((id) => all.filter((claim) => claim.id === id));
  return `<ol class="ten">${entries
    .map(
      (claim) =>
        `<li>${verdictMark(claim.verdict)}<p><q>${sentence(claim.says)}</q> ${sentence(claim.finding)} <small>${voiceMarks(claim.voice)} · ${places(claim, ids)}</small></p></li>`,
    )
    .join("")}</ol>`;
}

/** @param {readonly ClaimGroup[]} groups */
function counts(groups) {
  const all = groups.flatMap(({ claims }) => claims);
  const of = (/** @type {string} */ verdict) => all.filter((claim) => claim.verdict === verdict).length;
  return `${all.length} claims: ${of("holds")} hold, ${of("holds in part")} hold in part, ${of("does not hold")} do not, ${of("undecided")} undecided, ${of("open")} open`;
}

/** @param {Claim} claim @param {ReadonlySet<string>} ids */
const row = (claim, ids) =>
  `<tr data-verdict="${slug(claim.verdict)}"><td><a class="number" id="claim-${slug(claim.id)}" href="#claim-${slug(claim.id)}">${claim.id}</a></td><td>${sentence(claim.says)}</td><td>${verdictMark(claim.verdict)}</td><td>${sentence(claim.finding)}</td><td>${voiceMarks(claim.voice)}</td><td>${claim.faults.map(keyLink).join(" ")}</td><td>${places(claim, ids)}</td></tr>`;

/**
 * The ledger: every claim of the report and what became of it.
 * @param {readonly ClaimGroup[]} groups
 * @param {ReadonlySet<string>} ids all places in the chapters that a link may lead to
 * @returns {{ ten: string, all: string, headings: import("./markup.mjs").Heading[] }}
 */
export function ledger(groups, ids) {
  const heads = ["", "the report says", "verdict", "what was found", "voice", "faults", "shown in"];
  const head = heads.map((name) => (name === "" ? "<td></td>" : `<th scope="col">${name}</th>`)).join("");
  const sections = groups.map(({ title, claims }) => ({
    id: `claims-${slug(title)}`,
    title,
    rows: claims.map((claim) => row(claim, ids)).join(""),
  }));
  const tables = sections.map(
    ({ id, title, rows }) =>
      `<h3 id="${id}">${escapeHtml(title)}</h3><div class="table" tabindex="0" role="region" aria-labelledby="${id}"><table class="claims"><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`,
  );
  return {
    ten: tenClaims(groups, ids),
    all: `<h2 id="ledger">All claims</h2><p>${counts(groups)}. <em>Undecided</em>: examined, and the evidence does not tell; <em>open</em>: not examined yet, or not so that a verdict would be carried.</p><div class="ledger">${tables.join("")}</div>`,
    headings: [
      { level: 2, id: "ledger", html: "All claims" },
      ...sections.map(({ id, title }) => ({ level: 3, id, html: escapeHtml(title) })),
    ],
  };
}
