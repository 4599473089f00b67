// @ts-check
import { declaredBy, isVar, notebookNames } from "./bindings.mjs";
import { boxName } from "./box-names.mjs";
import { Edits } from "./edits.mjs";

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
 * The compiler's output without the `export {};` that makes it a module: its last statement, behind which there may be comments.
 * @param {typeof import("@tslab/typescript-for-tslab")} ts
 * @param {string} output
 */
function withoutMark(ts, output) {
  const code = output.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  const mark = ts
    .createSourceFile("cell.js", code, ts.ScriptTarget.Latest)
    .statements.filter(ts.isExportDeclaration)
    .at(-1);
  return mark === undefined ? code : `${code.slice(0, mark.pos)}\n${code.slice(mark.end)}`;
}

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
  compile({ target, jsx, experimentalDecorators }) {
    const ts = this.#ts;
    const { start, length } = this.#extent;
    const statements = this.#file.statements.filter(
      (statement) => statement.getStart() >= start && statement.end <= start + length,
    );
    for (const [index, statement] of statements.entries())
      this.#visitTopLevel(statement, index, index === statements.length - 1);
    const edited = this.#edits.applyTo(this.#file.text.slice(0, start + length)).slice(start);
    const { outputText, sourceMapText = "" } = ts.transpileModule(`export {};${edited}`, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target,
        jsx,
        experimentalDecorators,
        newLine: ts.NewLineKind.LineFeed,
        sourceMap: true,
      },
    });
    const body = withoutMark(ts, outputText);
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
      map: sourceMapText,
      pieces: statements.map((statement) => ({
        start: statement.getFullStart() - start,
        end: statement.end - start,
        isHoisted: this.#isHoisted(statement),
      })),
    };
  }

  #line(/** @type {Node} */ node) {
    const line = (/** @type {number} */ at) => this.#file.getLineAndCharacterOfPosition(at).line;
    return line(node.getStart()) - line(this.#extent.start) + 1;
  }

  #isHoisted(/** @type {Node} */ statement) {
    const ts = this.#ts;
    return (
      ts.isImportDeclaration(statement) ||
      ts.isFunctionDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement)
    );
  }

  #isAmbient(/** @type {Node} */ node) {
    const ts = this.#ts;
    return (
      ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
    );
  }

  #use(/** @type {string} */ name) {
    this.#boxes.add(name);
    return `${boxName(name)}.value`;
  }

  /** @param {Statement} statement @param {number} index @param {boolean} isLast */
  #visitTopLevel(statement, index, isLast) {
    const ts = this.#ts;
    if (ts.isImportDeclaration(statement)) return this.#visitImport(statement, index);
    if (!this.#isHoisted(statement)) this.#edits.insert(statement.getStart(), `;$at[0] = ${index}; `);
    const shown = isLast && ts.isExpressionStatement(statement) && !this.#isAssignment(statement.expression);
    if (!shown) return this.#visit(statement);
    this.#edits.insert(statement.getStart(), "$cell.show(");
    this.#visit(statement);
    this.#edits.insert(statement.expression.end, ")");
  }

  /** An assignment is no question, so its value is no answer. @param {Node} node */
  #isAssignment(node) {
    const ts = this.#ts;
    while (ts.isParenthesizedExpression(node)) node = node.expression;
    const { FirstAssignment, LastAssignment } = ts.SyntaxKind;
    if (!ts.isBinaryExpression(node)) return false;
    return node.operatorToken.kind >= FirstAssignment && node.operatorToken.kind <= LastAssignment;
  }

  /** @param {Node} node whose lines are kept */
  #blank(node) {
    this.#edits.replace(node.getStart(), node.end, node.getText().replace(/[^\n]+/g, ""));
  }

  /** @param {import("@tslab/typescript-for-tslab").ImportDeclaration} declaration @param {number} index */
  #visitImport(declaration, index) {
    const ts = this.#ts;
    this.#blank(declaration);
    const { importClause, moduleSpecifier } = declaration;
    if (importClause?.isTypeOnly) return;
    /** By the name in the cell; undefined stands for the whole module. @type {Map<string, string | undefined>} */
    const names = new Map();
    let declared = 0;
    const add = (
      /** @type {import("@tslab/typescript-for-tslab").Identifier} */ name,
      /** @type {string | undefined} */ exported,
    ) => {
      declared += 1;
      if (this.#isValue(name)) names.set(name.text, exported);
    };
    if (importClause?.name) add(importClause.name, "default");
    const bindings = importClause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) add(bindings.name, undefined);
    else
      for (const element of bindings?.elements ?? [])
        if (!element.isTypeOnly) add(element.name, (element.propertyName ?? element.name).text);
    // names that are all of types: the module may be there for the compiler only
    if (names.size === 0 && (declared > 0 || importClause)) return;
    const specifier = moduleSpecifier.getText();
    const imported = `await $gate($cell.import(${specifier}), ${this.#line(declaration)})`;
    const pairs = [...names].map(
      ([name, exported]) => `[${JSON.stringify(name)}, ${JSON.stringify(exported ?? null)}]`,
    );
    this.#imports.push(
      `$at[0] = ${index}; $cell.bindImports(${specifier}, ${imported}, [${pairs.join(", ")}]);`,
    );
  }

  /** Whether an imported name is more than a type. @param {Node} name */
  #isValue(name) {
    const ts = this.#ts;
    const symbol = this.#checker.getSymbolAtLocation(name);
    if (!symbol || (symbol.flags & ts.SymbolFlags.Alias) === 0) return true;
    const { flags, declarations } = this.#checker.getAliasedSymbol(symbol);
    return declarations === undefined || (flags & ts.SymbolFlags.Value) !== 0;
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
    if (this.#isAmbient(node)) return;
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

  /** Whether a name is declared by what is being visited, and not used later from inside of a function. @param {Node} use @param {import("@tslab/typescript-for-tslab").Symbol | undefined} symbol */
  #isOwn(use, symbol) {
    const ts = this.#ts;
    const around = this.#declaration;
    if (!around || !symbol?.declarations) return false;
    const isInside = symbol.declarations.some((declaration) => {
      /** @type {Node} */
      let node = declaration;
      while (node !== around && !ts.isSourceFile(node)) node = node.parent;
      return node === around;
    });
    if (!isInside) return false;
    if (!ts.isVariableDeclaration(around)) return true;
    for (let node = use; node !== around; node = node.parent) if (ts.isFunctionLike(node)) return false;
    return true;
  }

  #isNameOfDeclaration(/** @type {Node} */ node) {
    const ts = this.#ts;
    const { parent } = node;
    return (
      (ts.isVariableDeclaration(parent) ||
        ts.isBindingElement(parent) ||
        ts.isFunctionDeclaration(parent) ||
        ts.isClassDeclaration(parent) ||
        ts.isEnumDeclaration(parent) ||
        ts.isModuleDeclaration(parent)) &&
      parent.name === node
    );
  }

  /** @param {import("@tslab/typescript-for-tslab").Identifier} node */
  #visitIdentifier(node) {
    if (this.#isNameOfDeclaration(node)) return;
    const symbol = this.#checker.getSymbolAtLocation(node);
    if (!this.isNotebookName(symbol) || this.#isOwn(node, symbol)) return;
    const value = this.#use(node.text);
    // a function that is called by its name has no `this`
    const text = this.#isCalled(node) ? `${this.#beginsStatement(node) ? ";" : ""}(0, ${value})` : value;
    this.#edits.replace(node.getStart(), node.end, text);
  }

  /** @param {import("@tslab/typescript-for-tslab").ShorthandPropertyAssignment} node */
  #visitShorthand(node) {
    const symbol = this.#checker.getShorthandAssignmentValueSymbol(node);
    if (this.isNotebookName(symbol) && !this.#isOwn(node, symbol))
      this.#edits.insert(node.name.end, `: ${this.#use(node.name.text)}`);
    if (node.objectAssignmentInitializer) this.#visit(node.objectAssignmentInitializer);
  }

  /** @param {Node} node */
  #isCalled(node) {
    const ts = this.#ts;
    let use = node;
    while (
      ts.isParenthesizedExpression(use.parent) ||
      ts.isNonNullExpression(use.parent) ||
      ts.isAsExpression(use.parent) ||
      ts.isTypeAssertionExpression(use.parent) ||
      ts.isSatisfiesExpression(use.parent) ||
      ts.isExpressionWithTypeArguments(use.parent)
    )
      use = use.parent;
    const { parent } = use;
    return (
      (ts.isCallExpression(parent) && parent.expression === use) ||
      (ts.isTaggedTemplateExpression(parent) && parent.tag === use)
    );
  }

  /** Where a line begins with a parenthesis, JavaScript would take it for the continuation of the one before. @param {Node} node */
  #beginsStatement(node) {
    const ts = this.#ts;
    const start = node.getStart();
    for (let around = node.parent; around.getStart() === start; around = around.parent)
      if (ts.isExpressionStatement(around))
        return (
          ts.isBlock(around.parent) ||
          ts.isCaseOrDefaultClause(around.parent) ||
          ts.isModuleBlock(around.parent)
        );
    return false;
  }
}
