// @ts-check
import { bibliography, citation } from "./bibliography.mjs";
import { ledger } from "./ledger.mjs";
import { withDrawnMarks } from "./markup.mjs";
import { reportTitle } from "./shell.mjs";

/** A source by name, linked to where it can be read. @param {string} key @param {string} [words] */
function named(key, words) {
  const source = /** @type {import("./bibliography.mjs").Source} */ (bibliography().get(key));
  return `<a href="${source.url}">${words ?? citation(source)}</a>`;
}

const introduction = () => `<p class="lead">The exam report of ${named("troelsen2023")}, which answers
${named("universityofcopenhagen2023", "an exam of the University of Copenhagen")}, rebuilt as executed TypeScript notebooks on a tested library, claim by claim.
🟦 <strong>R</strong>: as in the report, by its exact protocol. 🟧 <strong>C</strong>: corrected, and what that changes. <a class="try" href="live.html">Try it: drag a datum</a></p>`;

/** @param {import("./chapter.mjs").Chapter} chapter */
const finding = ({ name, title, finds }) =>
  `<li><h3><a href="${name}.html">${title}</a></h3>${finds ? `<p>${finds}</p>` : ""}</li>`;

/**
 * The first page: what became of the report's claims, and the chapters.
 * @param {readonly import("./chapter.mjs").Chapter[]} chapters
 * @param {readonly import("./claim-list.mjs").ReadGroup[]} claims
 * @param {ReadonlySet<string>} ids all places in the chapters that a link may lead to
 * @returns {import("./shell.mjs").SitePage}
 */
export function indexPage(chapters, claims, ids) {
  const { ten, all, headings } = ledger(claims, ids);
  const html = `<h1>${reportTitle}</h1>${withDrawnMarks(introduction())}
${ten}
<h2 id="chapters">What the chapters find</h2><ol class="findings">${chapters.map(finding).join("")}</ol>
${all}`;
  return {
    file: "index.html",
    id: "index",
    title: "Overview",
    short: "Overview",
    html,
    headings: [{ level: 2, id: "chapters", html: "What the chapters find" }, ...headings],
  };
}
