// @ts-check
import { declaredBy, isVar, notebookNames } from "./bindings.mjs";
import { boxName } from "./box-names.mjs";
import { Edits } from "./edits.mjs";
import { emit } from "./emit.mjs";
import { importedNames } from "./imported-names.mjs";
import {
  beginsStatement,
  isAmbient,
  isAssignment,
  isCalled,
  isDeclaredBy,
  isHoisted,
  isNameOfDeclaration,
} from "./syntax.mjs";

// Makes of a checked cell the function that the cells' thread runs. A cell means what it would mean in one module run piece
// by piece, so each name of the notebook is a box with one `value`, shared by all cells:
//     let n = 0                  ->  let n = 0, $1 = $live_n.value = n
//     n += f(n); ({ n })         ->  $live_n.value += (0, $live_f.value)($live_n.value); ({ n: $live_n.value })
//     import { a } from "b"      ->  $cell.bindImports(await $cell.import("b"), { a: "a" }), before all else, as in a module
//     await p                    ->  await $gate(p, line): does not come back once the cell was stopped
// Declarations stay where they are: they keep functions' names, the temporal dead zone and JavaScript's own rules. What is
// changed stands on the line where it stood; types are taken away at the end.

/** @typedef {import("./tslab.mjs").TypeScript} TypeScript */
/** @typedef {import("@tslab/typescript-for-tslab").Node} Node */
/** @typedef {import("@tslab/typescript-for-tslab").SourceFile} SourceFile */
/** @typedef {import("@tslab/typescript-for-tslab").Statement} Statement */

/**
 * A statement of a cell, by its place in the source. `isHoisted`: what it declares is there however far the cell comes.
 * @typedef {{ start: number, end: number, isHoisted: boolean }} Piece
 */

/**
 * @typedef {object} CompiledCell
 * @property {string} code an expression, the cell's function
 * @property {string} map source map of `code` from its second line on
 * @property {readonly Piece[]} pieces
 * @property {number} end the number of the statement that is reached behind the last
 * @property {string} inner declarations of what `var` declares inside of blocks and loops, which TypeScript's own leave out
 */

/**
 * @param {TypeScript} ts
 * @param {import("@tslab/typescript-for-tslab").Program} program has checked the cell
 * @param {SourceFile} file the cell's
 * @param {SourceFile} earlier declarations of the cells before
 * @param {{ start: number, length: number }} extent of the source in the file
 * @returns {CompiledCell}
 */
export function compileCell(ts, program, file, earlier, extent) {
  const cell = new CellCompiler(ts, program.getTypeChecker(), file, earlier, extent);
  return cell.compile(program.getCompilerOptions());
}

class CellCompiler {
  #ts;
  #checker;
  #file;
  #extent;
  #edits = new Edits();
  #boxes = /** @type {Set<string>} */ (new Set());
  /** The beginning of the cell's function. @type {string[]} */
  #functions = [];
  /** @type {string[]} */
  #imports = [];
  #copies = 0;
  /** @type {string[]} */
  #inner = [];
  /** The declaration that is being visited: its own names are not in their boxes yet. @type {Node | undefined} */
  #declaration;

  /**
   * @param {TypeScript} ts
   * @param {import("@tslab/typescript-for-tslab").TypeChecker} checker
   * @param {SourceFile} file
   * @param {SourceFile} earlier
   * @param {{ start: number, length: number }} extent
   */
  constructor(ts, checker, file, earlier, extent) {
    this.#ts = ts;
    this.#checker = checker;
    this.#file = file;
    this.#extent = extent;
    this.isNotebookName = notebookNames(ts, [file, earlier]);
  }

  /** @param {import("@tslab/typescript-for-tslab").CompilerOptions} options of the checker */
  compile(options) {
    const { start, length } = this.#extent;
    const statements = this.#file.statements.filter(
      (statement) => statement.getStart() >= start && statement.end <= start + length,
    );
    for (const [index, statement] of statements.entries())
      this.#visitTopLevel(statement, index, index === statements.length - 1);
    const edited = this.#edits.applyTo(this.#file.text.slice(0, start + length)).slice(start);
    const { body, map } = emit(this.#ts, edited, options);
    const boxes = [...this.#boxes].map((name) => `${boxName(name)} = $cell.box(${JSON.stringify(name)})`);
    const beginning = [
      boxes.length > 0 ? `const ${boxes.join(", ")};` : "",
      ...this.#functions,
      ...this.#imports,
    ].join(" ");
    return {
      code: `(async function ($cell, $gate, $gates, $at, require) { "use strict"; ${beginning}\n${body}\n;$at[0] = ${statements.length};\n})`,
      end: statements.length,
      inner: this.#inner.join(""),
      map,
      pieces: statements.map((statement) => ({
        start: statement.getFullStart() - start,
        end: statement.end - start,
        isHoisted: isHoisted(this.#ts, statement),
      })),
    };
  }

  #line(/** @type {Node} */ node) {
    const line = (/** @type {number} */ at) => this.#file.getLineAndCharacterOfPosition(at).line;
    return line(node.getStart()) - line(this.#extent.start) + 1;
  }

  #use(/** @type {string} */ name) {
    this.#boxes.add(name);
    return `${boxName(name)}.value`;
  }

  /** @param {Statement} statement @param {number} index @param {boolean} isLast */
  #visitTopLevel(statement, index, isLast) {
    const ts = this.#ts;
    if (ts.isImportDeclaration(statement)) return this.#visitImport(statement, index);
    if (!isHoisted(this.#ts, statement)) this.#edits.insert(statement.getStart(), `;$at[0] = ${index}; `);
    const shown = isLast && ts.isExpressionStatement(statement) && !isAssignment(ts, statement.expression);
    if (!shown) return this.#visit(statement);
    this.#edits.insert(statement.getStart(), "$cell.show(");
    this.#visit(statement);
    this.#edits.insert(statement.expression.end, ")");
  }

  /** @param {Node} node whose lines are kept */
  #blank(node) {
    this.#edits.replace(node.getStart(), node.end, node.getText().replace(/[^\n]+/g, ""));
  }

  /** @param {import("@tslab/typescript-for-tslab").ImportDeclaration} declaration @param {number} index */
  #visitImport(declaration, index) {
    this.#blank(declaration);
    const names = importedNames(this.#ts, this.#checker, declaration);
    if (names === undefined) return;
    const specifier = declaration.moduleSpecifier.getText();
    const imported = `await $gate($cell.import(${specifier}), ${this.#line(declaration)})`;
    const pairs = names.map((pair) => `[${pair.map((text) => JSON.stringify(text)).join(", ")}]`);
    this.#imports.push(
      `$at[0] = ${index}; $cell.bindImports(${specifier}, ${imported}, [${pairs.join(", ")}]);`,
    );
  }

  /** @param {Node} node */
  #visitChildren(node) {
    this.#ts.forEachChild(node, (child) => this.#visit(child));
  }

  /** @param {Node} node @returns {void} */
  #visit(node) {
    const ts = this.#ts;
    if (ts.isExpressionWithTypeArguments(node)) {
      const { parent } = node;
      const isType =
        ts.isHeritageClause(parent) &&
        (parent.token === ts.SyntaxKind.ImplementsKeyword || ts.isInterfaceDeclaration(parent.parent));
      return isType ? undefined : this.#visit(node.expression);
    }
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (isAmbient(ts, node)) return;
    if (ts.isIdentifier(node)) return this.#visitIdentifier(node);
    if (ts.isShorthandPropertyAssignment(node)) return this.#visitShorthand(node);
    if (ts.isVariableDeclarationList(node)) return this.#visitList(node);
    if (ts.isAwaitExpression(node)) return this.#visitAwait(node);
    if (ts.isForOfStatement(node) && node.awaitModifier) return this.#visitForAwait(node);
    if (ts.isMetaProperty(node)) {
      if (node.keywordToken === ts.SyntaxKind.ImportKeyword)
        this.#edits.replace(node.getStart(), node.end, "$cell.meta");
      return;
    }
    if (node.kind === ts.SyntaxKind.ImportKeyword)
      return this.#edits.replace(node.getStart(), node.end, "$cell.import");
    if (ts.isFunctionDeclaration(node)) return this.#visitFunction(node);
    if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node))
      return this.#visitNamed(node);
    this.#visitChildren(node);
  }

  /** @param {import("@tslab/typescript-for-tslab").FunctionDeclaration} node */
  #visitFunction(node) {
    if (node.name && node.body && this.#ts.isSourceFile(node.parent))
      this.#functions.push(`${this.#use(node.name.text)} = ${node.name.text};`);
    this.#visitChildren(node);
  }

  /** A class, an enum, a namespace. @param {Node & { name?: Node }} node */
  #visitNamed(node) {
    const ts = this.#ts;
    const { name } = node;
    if (!ts.isSourceFile(node.parent) || !name || !ts.isIdentifier(name)) return this.#visitChildren(node);
    // inside, the name is the inner one
    this.#within(node, () => this.#visitChildren(node));
    const symbol = this.#checker.getSymbolAtLocation(name);
    if (symbol && (symbol.flags & ts.SymbolFlags.Value) !== 0)
      this.#edits.insert(node.end, `;${this.#use(name.text)} = ${name.text};`);
  }

  /** @param {Node} declaration @param {() => void} visit */
  #within(declaration, visit) {
    const outer = this.#declaration;
    this.#declaration = declaration;
    visit();
    this.#declaration = outer;
  }

  /** @param {import("@tslab/typescript-for-tslab").VariableDeclarationList} list */
  #visitList(list) {
    const ts = this.#ts;
    const isOfNotebook = list.declarations.some(({ name }) =>
      declaredBy(ts, name).some((declared) => this.#isOfNotebook(declared)),
    );
    if (!isOfNotebook) return this.#visitChildren(list);
    if (!ts.isVariableStatement(list.parent) || !ts.isSourceFile(list.parent.parent)) this.#noteTypes(list);
    if (!ts.isVariableStatement(list.parent)) return this.#visitLoopHead(list);
    for (const declaration of list.declarations) {
      this.#within(declaration, () => this.#visitChildren(declaration));
      const names = declaredBy(ts, declaration.name).map(({ text }) => text);
      if (isVar(ts, list) && !declaration.initializer) {
        for (const name of names) this.#hoist(name);
        continue;
      }
      this.#copies += 1;
      const stores = names.map((name) => `${this.#use(name)} = ${name}`);
      const stored = stores.length > 0 ? stores.join(", ") : "0";
      this.#edits.insert(declaration.end, `, $${this.#copies} = (${stored})`);
      if (isVar(ts, list)) for (const name of names) this.#hoist(name);
    }
  }

  /** @param {import("@tslab/typescript-for-tslab").VariableDeclarationList} list */
  #noteTypes(list) {
    const { NoTruncation, UseStructuralFallback } = this.#ts.TypeFormatFlags;
    for (const { name } of list.declarations)
      for (const declared of declaredBy(this.#ts, name)) {
        const type = this.#checker.getTypeAtLocation(declared);
        const text = this.#checker.typeToString(type, undefined, NoTruncation | UseStructuralFallback);
        this.#inner.push(`declare var ${declared.text}: ${text};\n`);
      }
  }

  /** A `var` is undefined, not missing, before its line. @param {string} name */
  #hoist(name) {
    this.#use(name);
    this.#functions.push(`$cell.hoist(${JSON.stringify(name)});`);
  }

  /** `for (var i = 0; ...)`, `for (var x of xs)`: assignments to the boxes. @param {import("@tslab/typescript-for-tslab").VariableDeclarationList} list */
  #visitLoopHead(list) {
    const ts = this.#ts;
    const first = list.declarations[0];
    if (!first) return;
    this.#edits.replace(list.getStart(), first.getStart(), "");
    for (const { name, type, initializer } of list.declarations) {
      for (const declared of declaredBy(ts, name)) this.#hoist(declared.text);
      const isPattern = !ts.isIdentifier(name) && ts.isForStatement(list.parent);
      if (isPattern) this.#edits.insert(name.getStart(), "(");
      this.#visitTarget(name);
      if (type) this.#edits.replace(name.end, type.end, "");
      if (initializer) this.#visit(initializer);
      if (isPattern && initializer) this.#edits.insert(initializer.end, ")");
    }
  }

  /** A pattern of a declaration becomes one of an assignment. @param {import("@tslab/typescript-for-tslab").BindingName} name */
  #visitTarget(name) {
    const ts = this.#ts;
    if (ts.isIdentifier(name)) return this.#edits.replace(name.getStart(), name.end, this.#use(name.text));
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      const isShort =
        ts.isObjectBindingPattern(name) &&
        !element.propertyName &&
        !element.dotDotDotToken &&
        ts.isIdentifier(element.name);
      if (isShort) this.#edits.insert(element.name.getStart(), `${element.name.getText()}: `);
      this.#visitTarget(element.name);
      if (element.propertyName && ts.isComputedPropertyName(element.propertyName))
        this.#visit(element.propertyName);
      if (element.initializer) this.#visit(element.initializer);
    }
  }

  /** @param {import("@tslab/typescript-for-tslab").AwaitExpression} node */
  #visitAwait(node) {
    this.#edits.insert(node.expression.getStart(), "$gate(");
    this.#visit(node.expression);
    this.#edits.insert(node.expression.end, `, ${this.#line(node)})`);
  }

  /** @param {import("@tslab/typescript-for-tslab").ForOfStatement} node */
  #visitForAwait(node) {
    this.#visit(node.initializer);
    this.#edits.insert(node.expression.getStart(), "$gates(");
    this.#visit(node.expression);
    this.#edits.insert(node.expression.end, `, ${this.#line(node)})`);
    this.#visit(node.statement);
  }

  #isOfNotebook(/** @type {Node} */ name) {
    return this.isNotebookName(this.#checker.getSymbolAtLocation(name));
  }

  /** @param {import("@tslab/typescript-for-tslab").Identifier} node */
  #visitIdentifier(node) {
    if (isNameOfDeclaration(this.#ts, node)) return;
    const symbol = this.#checker.getSymbolAtLocation(node);
    if (!this.isNotebookName(symbol) || isDeclaredBy(this.#ts, node, symbol, this.#declaration)) return;
    const value = this.#use(node.text);
    // a function that is called by its name has no `this`
    const text = isCalled(this.#ts, node)
      ? `${beginsStatement(this.#ts, node) ? ";" : ""}(0, ${value})`
      : value;
    this.#edits.replace(node.getStart(), node.end, text);
  }

  /** @param {import("@tslab/typescript-for-tslab").ShorthandPropertyAssignment} node */
  #visitShorthand(node) {
    const symbol = this.#checker.getShorthandAssignmentValueSymbol(node);
    if (this.isNotebookName(symbol) && !isDeclaredBy(this.#ts, node, symbol, this.#declaration))
      this.#edits.insert(node.name.end, `: ${this.#use(node.name.text)}`);
    if (node.objectAssignmentInitializer) this.#visit(node.objectAssignmentInitializer);
  }
}
