// @ts-check

import { withDrawnMarks } from "./markup.mjs";
import { reportTitle } from "./shell.mjs";

const introduction = `<p class="lead">A published exam report on probabilistic machine learning, rebuilt as executed TypeScript notebooks on a tested library: its claims one by one, and what holds.
Two voices, never mixed: 🟦 <strong>R, as in the report</strong>, its exact protocol, so that its numbers come back; and
🟧 <strong>C, corrected</strong>, what is right where the protocol or its reading is wrong, and what that changes.</p>`;

/** @param {import("./chapter.mjs").Chapter} chapter */
const finding = ({ name, title, finds }) =>
  `<li><h3><a href="${name}.html">${title}</a></h3>${finds ? `<p>${finds}</p>` : ""}</li>`;

/**
 * The first page: what became of the report's claims, and the chapters.
 * @param {readonly import("./chapter.mjs").Chapter[]} chapters
 * @returns {import("./shell.mjs").SitePage}
 */
export function indexPage(chapters) {
  const html = withDrawnMarks(`<h1>${reportTitle}</h1>${introduction}
<h2 id="chapters">What the chapters find</h2><ol class="findings">${chapters.map(finding).join("")}</ol>`);
  return {
    file: "index.html",
    id: "index",
    title: "What holds of the report",
    short: "Overview",
    html,
    headings: [{ level: 2, id: "chapters", html: "What the chapters find" }],
  };
}
