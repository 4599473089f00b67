// @ts-check
import { inlineMarkdown, slug } from "./markup.mjs";

/** @typedef {import("./fault-list.mjs").FaultGroup} FaultGroup */

/** The id of a fault's explanation in a page. @param {string} key */
const idOf = (key) => `fault-${key.toLowerCase()}`;

/** A key as a link to its explanation in the same page, which the page's script shows beside it. @param {string} key */
export const keyLink = (key) => `<a class="key" data-preview href="#${idOf(key)}">${key}</a>`;

/**
 * Links to the list of faults, in Markdown's HTML, as keys that explain themselves.
 * @param {string} html
 */
export const withFaultKeys = (html) =>
  html.replace(
    /<a href="[^"]*docs\/faults\.md#(\w+)">/g,
    (_, key) => `<a class="key" data-preview href="#${idOf(key)}">`,
  );

/** The keys that a piece of HTML links to. @param {string} html */
const keysIn = (html) => new Set([...html.matchAll(/href="#fault-(\w+)"/g)].map(([, key]) => key));

/** @param {FaultGroup["faults"]} faults */
const list = (faults) =>
  `<dl class="faults">${faults
    .map(({ key, says }) => `<div id="${idOf(key)}"><dt>${key}</dt><dd>${inlineMarkdown(says)}</dd></div>`)
    .join("")}</dl>`;

/** Explanations of the keys that a chapter mentions. @param {string} html @param {readonly FaultGroup[]} groups @returns {string} */
export function chapterFaults(html, groups) {
  const keys = keysIn(html);
  const mentioned = groups.flatMap(({ faults }) => faults.filter(({ key }) => keys.has(key.toLowerCase())));
  if (mentioned.length === 0) return "";
  return `<section class="end"><h2 id="faults-here">Faults of the report named here</h2>${list(mentioned)}</section>`;
}

/** The id of a group of faults in the page of all. @param {FaultGroup} group */
const groupId = ({ title }) => `faults-${slug(title)}`;

/** The headings of the page of all faults. @param {readonly FaultGroup[]} groups @returns {import("./markup.mjs").Heading[]} */
export const faultHeadings = (groups) =>
  groups.map((group) => ({ level: 2, id: groupId(group), html: group.title }));

/** All faults, by the parts of the report. @param {readonly FaultGroup[]} groups @param {ReadonlySet<string>} chapters those that there are, by their names */
export const allFaults = (groups, chapters) =>
  groups
    .map((group) => {
      const { title, notebook, faults } = group;
      const name = notebook.replace(".ipynb", "");
      const link = chapters.has(name)
        ? `<p>Answered in chapter <a href="${name}.html">${name.split("-")[0]}</a>.</p>`
        : "";
      return `<h2 id="${groupId(group)}">${title}</h2>${link}${list(faults)}`;
    })
    .join("");
