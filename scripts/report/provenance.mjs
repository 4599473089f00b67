// @ts-check
import { parse } from "acorn";
import { transformSync } from "esbuild";

/**
 * What a cell takes and gives.
 * @typedef {object} CellNames
 * @property {number} cell
 * @property {ReadonlySet<string>} declares names of the notebook that it makes
 * @property {ReadonlySet<string>} uses names that it mentions
 * @property {ReadonlyMap<string, string>} imports names by the module that they come from
 *
 * How something shown came about.
 * @typedef {object} Provenance
 * @property {readonly number[]} cells earlier cells that it rests on, directly or through others, latest first
 * @property {readonly { name: string, room: string }[]} functions of the library that its own cells call
 * @property {readonly { name: string, room: string }[]} data what all those cells read: images, the report's and the exam's numbers, kept models, studies
 */

const typescript = {
  loader: /** @type {const} */ ("ts"),
  format: /** @type {const} */ ("esm"),
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
};

/** Keys under which a syntax tree names properties and not variables. @param {any} node @param {string} key */
const isProperty = (node, key) =>
  (key === "property" && node.type === "MemberExpression" && !node.computed) ||
  (key === "key" && (node.type === "Property" || node.type === "PropertyDefinition") && !node.computed) ||
  (key === "imported" && node.type === "ImportSpecifier");

/** @param {any} node @param {(name: string) => void} found */
function eachName(node, found) {
  if (Array.isArray(node)) for (const each of node) eachName(each, found);
  else if (node && typeof node.type === "string") {
    if (node.type === "Identifier") found(node.name);
    for (const [key, value] of Object.entries(node))
      if (typeof value === "object" && !isProperty(node, key)) eachName(value, found);
  }
}

/** @param {any} pattern @param {(name: string) => void} found */
function eachDeclared(pattern, found) {
  if (pattern === null) return;
  if (pattern.type === "Identifier") found(pattern.name);
  for (const inner of pattern.properties ?? pattern.elements ?? []) {
    if (inner) eachDeclared(inner.value ?? inner.argument ?? inner, found);
  }
  if (pattern.type === "AssignmentPattern") eachDeclared(pattern.left, found);
}

/** @param {number} cell @param {string} source @returns {CellNames} */
function cellNames(cell, source) {
  const { code } = transformSync(source, typescript);
  const { body } = /** @type {any} */ (parse(code, { ecmaVersion: "latest", sourceType: "module" }));
  const declares = new Set();
  const uses = new Set();
  const imports = new Map();
  for (const statement of body) {
    if (statement.type === "ImportDeclaration") {
      for (const { local } of statement.specifiers) imports.set(local.name, statement.source.value);
      continue;
    }
    for (const { id } of statement.declarations ?? []) eachDeclared(id, (name) => declares.add(name));
    if (statement.id) declares.add(statement.id.name);
    eachName(statement, (name) => uses.add(name));
  }
  return { cell, declares, uses, imports };
}

/** Rooms that results are read from, and not computed in. */
const rooms = new Set(["data", "studies", "report"]);
/** Kept models are opened by these functions of the notebook's room. */
const openers = new Set(["trained"]);
/** What every cell uses to show things says nothing about how a number came about. */
const showing = new Set(["notebook", "tables", "figures"]);

/** Knows of each cell of a notebook where its names come from. */
export class NotebookProvenance {
  /** @type {readonly CellNames[]} */
  cells;
  /** @type {Map<string, string>} */
  #modules = new Map();

  /** @param {any} content the notebook */
  constructor(content) {
    this.cells = content.cells.flatMap((/** @type {any} */ cell, /** @type {number} */ i) =>
      cell.cell_type === "code" ? [cellNames(i, [cell.source].flat().join(""))] : [],
    );
    for (const { imports } of this.cells)
      for (const [name, module] of imports) this.#modules.set(name, module);
  }

  /** The names a cell makes, in order. @param {number} index */
  declaredBy(index) {
    return [...(this.cells.find(({ cell }) => cell === index)?.declares ?? [])];
  }

  /** @param {Iterable<string>} names @returns {{ name: string, room: string }[]} those of the library */
  #ofLibrary(names) {
    return [...names].flatMap((name) => {
      const room = /^pml\/(.*)$/.exec(this.#modules.get(name) ?? "")?.[1];
      return room === undefined ? [] : [{ name, room }];
    });
  }

  /** @param {readonly number[]} own cells that belong together @returns {Provenance} */
  of(own) {
    /** @type {Set<CellNames>} */
    const reached = new Set(this.cells.filter(({ cell }) => own.includes(cell)));
    for (const here of reached)
      for (const name of here.uses) {
        const maker = this.cells
          .filter(({ cell, declares }) => cell < here.cell && declares.has(name))
          .at(-1);
        if (maker) reached.add(maker);
      }
    const all = [...reached];
    const used = (/** @type {readonly CellNames[]} */ cells) =>
      new Set(cells.flatMap(({ uses }) => [...uses]));
    return {
      cells: all
        .map(({ cell }) => cell)
        .filter((cell) => !own.includes(cell))
        .sort((a, b) => b - a),
      functions: this.#ofLibrary(used(all.filter(({ cell }) => own.includes(cell)))).filter(
        ({ room, name }) => !rooms.has(room) && !showing.has(room) && !openers.has(name),
      ),
      data: this.#ofLibrary(used(all)).filter(({ room, name }) => rooms.has(room) || openers.has(name)),
    };
  }
}
