// @silent: only tells what a program is

import type { Node } from "acorn";

/** A name of its module, or another file, that a piece of code refers to. */
export interface Reference {
  /** A name at the top of the module; null for another file (a thread's, say). */
  readonly name: string | null;
  /** Member of a namespace, or the file as it is written in the code. */
  readonly detail: string | null;
}

/** A piece of canonical text, or a reference to something outside it. */
export type Token = string | Reference;

/** What has to be known of a module to read a part of it. */
export interface Surroundings {
  /** Whether the module has such a name at its top. */
  isKnown(name: string): boolean;
  /** Whether the name stands for all exports of a module. */
  isNamespace(name: string): boolean;
  /** Whether the module declares the name itself. */
  isOwn(name: string): boolean;
  /** Whether the name is from a silent module: what it is told in words does not count. */
  isSilent(name: string): boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: nodes are walked by the names of their fields, whatever their type
type Any = any;

/** Names of the enclosing scopes, each with the number that stands for it. */
type Scope = ReadonlyMap<string, number>;

/**
 * The code of syntax trees in a form in which names, comments and layout do not count: local names are numbered in the order
 * in which they are declared, names of the module's top are left as references. Names of properties count.
 *
 * Not counted either: what a thrown error says; the texts that are handed to functions of silent modules; and by which name a function tells
 * others, for their messages, that it was it who called.
 *
 * @param apart names of properties that do not count, wherever they are in `nodes`
 */
export function canonicalText(
  nodes: readonly Node[],
  surroundings: Surroundings,
  apart: readonly string[] = [],
): Token[] {
  const writer = new Writer(surroundings, apart);
  for (const node of nodes) writer.write(node, new Map());
  return writer.tokens();
}

class Writer {
  private readonly written: Token[] = [];
  private pending: string[] = [];
  private locals = 0;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly apart: readonly string[],
  ) {}

  tokens(): Token[] {
    this.flush();
    return this.written;
  }

  private flush(): void {
    if (this.pending.length > 0) this.written.push(this.pending.join(" "));
    this.pending = [];
  }

  private text(...texts: readonly string[]): void {
    this.pending.push(...texts);
  }

  private refer(name: string | null, detail: string | null): void {
    this.flush();
    this.written.push({ name, detail });
  }

  /** A copy of the scope with the names that are declared in it. */
  private inner(scope: Scope, names: readonly string[]): Scope {
    if (names.length === 0) return scope;
    const extended = new Map(scope);
    for (const name of names) extended.set(name, this.locals++);
    return extended;
  }

  private name(name: string, scope: Scope, member: string | null = null): void {
    const local = scope.get(name);
    if (local !== undefined) this.text(`#${local}`);
    else if (this.surroundings.isKnown(name)) this.refer(name, member);
    else this.text(`:${name}`);
  }

  write(node: Any, scope: Scope): void {
    if (node === null) this.text("_");
    else if (!this.word(node, scope)) this.composed(node, scope);
  }

  /** Names, literals and what else has no parts that are code. Returns whether it is one of these. */
  private word(node: Any, scope: Scope): boolean {
    switch (node.type) {
      case "Identifier":
        this.name(node.name, scope);
        return true;
      case "PrivateIdentifier":
        this.text(`.#${node.name}`);
        return true;
      case "Literal":
        this.literal(node);
        return true;
      case "TemplateElement":
        this.text(JSON.stringify(node.value.cooked ?? node.value.raw));
        return true;
      case "BreakStatement":
      case "ContinueStatement":
        this.text(`(${node.type}`, node.label?.name ?? "", ")");
        return true;
      case "MetaProperty":
        this.text(`(${node.meta.name}.${node.property.name})`);
        return true;
      default:
        return node.type === "EmptyStatement";
    }
  }

  private composed(node: Any, scope: Scope): void {
    switch (node.type) {
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        this.functionLike(node, scope);
        break;
      case "ClassExpression":
        this.fields({ ...node, id: null }, this.inner(scope, namesOf(node.id)));
        break;
      case "MemberExpression":
        this.member(node, scope);
        break;
      case "Property":
      case "MethodDefinition":
      case "PropertyDefinition":
        this.property(node, scope);
        break;
      case "NewExpression":
      case "CallExpression":
        this.call(node, scope);
        break;
      case "ThrowStatement":
        this.thrown(node, scope);
        break;
      case "VariableDeclarator":
        this.fields({ ...node, init: this.caller(node.init) }, scope);
        break;
      case "ImportExpression":
        if (isFile(node.source)) this.file(node.source.value);
        else this.fields(node, scope);
        break;
      case "LabeledStatement":
        this.text("(label", node.label.name);
        this.write(node.body, scope);
        this.text(")");
        break;
      default:
        this.fields(node, this.inner(scope, declaredIn(node)));
    }
  }

  private file(written: string): void {
    this.text("(file");
    this.refer(null, written);
    this.text(")");
  }

  /** All that a node consists of, in the alphabetical order of its fields; what is absent or false is left out. */
  private fields(node: Any, scope: Scope): void {
    this.text(`(${node.type}`);
    for (const key of Object.keys(node).sort()) {
      if (unread.has(key)) continue;
      const value = node[key];
      if (value === null || value === undefined || value === false) continue;
      this.text(`${key}=`);
      if (Array.isArray(value)) {
        this.text("[");
        for (const item of value) this.write(item, scope);
        this.text("]");
      } else if (typeof value === "object") this.write(value, scope);
      else if (key === "kind" && value === "const") this.text("let");
      else this.text(String(value));
    }
    this.text(")");
  }

  private literal({ value, regex, bigint }: Any): void {
    if (regex) this.text(`/${regex.pattern}/${regex.flags}`);
    else if (bigint) this.text(`${bigint}n`);
    else this.text(typeof value === "number" ? String(value) : JSON.stringify(value));
  }

  private functionLike(node: Any, scope: Scope): void {
    const own = node.type === "FunctionExpression" && node.id !== null ? [node.id.name] : [];
    const parameters: string[] = node.params.flatMap(namesOf);
    const block = node.body.type === "BlockStatement";
    const hoisted = block ? variablesIn(node.body) : [];
    const names = [...new Set([...own, ...parameters, ...hoisted])];
    const inside = this.inner(scope, names);
    const { async, generator } = node;
    this.text(`(${node.type === "ArrowFunctionExpression" ? "arrow" : "function"}`);
    if (async) this.text("async");
    if (generator) this.text("generator");
    // a declaration's name is one of the scope around it
    if (node.type === "FunctionDeclaration" && node.id !== null) this.name(node.id.name, scope);
    this.text("[");
    for (const parameter of node.params) this.write(parameter, inside);
    this.text("]");
    this.write(node.body, inside);
    this.text(")");
  }

  private member(node: Any, scope: Scope): void {
    const { object, property, computed, optional } = node;
    const isName = object.type === "Identifier" && !scope.has(object.name);
    if (isName && !computed && this.surroundings.isNamespace(object.name)) {
      this.name(object.name, scope, property.name);
      return;
    }
    this.text("(member", optional ? "?" : "");
    this.write(object, scope);
    if (computed) this.write(property, scope);
    else this.key(property);
    this.text(")");
  }

  /** A name of a property: `{ a: 1 }` and `{ "a": 1 }` are the same. */
  private key(node: Any): void {
    if (node.type === "PrivateIdentifier") this.text(`.#${node.name}`);
    else this.text(`.${node.type === "Identifier" ? node.name : String(node.value)}`);
  }

  private property(node: Any, scope: Scope): void {
    const { key, value, computed, kind } = node;
    if (!computed && this.apart.includes(key.name ?? key.value)) return;
    this.text(`(${node.type}`, kind ?? "", node.static ? "static" : "");
    if (computed) this.write(key, scope);
    else this.key(key);
    this.write(value, scope);
    this.text(")");
  }

  private call(node: Any, scope: Scope): void {
    const { callee, arguments: given } = node;
    if (isFileAddress(node)) {
      this.file(given[0].value);
      return;
    }
    const isSilent =
      callee.type === "Identifier" && !scope.has(callee.name) && this.surroundings.isSilent(callee.name);
    const named = callee.type === "Identifier" ? given.map((each: Any) => this.caller(each)) : given;
    const counted = isSilent ? named.filter((each: Any) => !isWords(each)) : named;
    this.fields({ ...node, arguments: counted }, scope);
  }

  /** `"fit"`, handed to another function by a module that declares `fit`, says who is calling: in place of the name, that. */
  private caller(node: Any): Any {
    if (node?.type !== "Literal" || typeof node.value !== "string") return node;
    const [name, ...rest] = node.value.split(".");
    return this.surroundings.isOwn(name) ? { ...node, value: ["its own name", ...rest].join(".") } : node;
  }

  /** That something is thrown counts, and when; what it says does not. */
  private thrown({ argument }: Any, scope: Scope): void {
    this.text("(throw");
    if (argument.type === "NewExpression") this.text("new");
    else this.write(argument, scope);
    this.text(")");
  }
}

/** Fields of nodes that say where they are or how they were written. */
const unread = new Set([
  "type",
  "start",
  "end",
  "loc",
  "range",
  "raw",
  "sourceType",
  "directive",
  "shorthand",
]);

const isFile = (node: Any) =>
  node?.type === "Literal" && typeof node.value === "string" && /^\.\.?\//.test(node.value);

/** `new URL("./another.js", import.meta.url)`. */
const isFileAddress = ({ type, callee, arguments: given }: Any) =>
  type === "NewExpression" &&
  callee.type === "Identifier" &&
  callee.name === "URL" &&
  given.length === 2 &&
  isFile(given[0]) &&
  given[1].type === "MemberExpression" &&
  given[1].object.type === "MetaProperty";

/** Whether an expression is a text, or a function that only makes one. */
function isWords(node: Any): boolean {
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string";
    case "TemplateLiteral":
      return true;
    case "BinaryExpression":
      return node.operator === "+" && (isWords(node.left) || isWords(node.right));
    case "ConditionalExpression":
      return isWords(node.consequent) && isWords(node.alternate);
    case "ArrowFunctionExpression":
      return isWords(node.body);
    default:
      return false;
  }
}

/** The names that a pattern declares: `a`, `{ a, b: [c] }`, `a = 1`, `...a`. */
export function namesOf(pattern: Any): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((each: Any) =>
        namesOf(each.type === "Property" ? each.value : each.argument),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((each: Any) => namesOf(each));
    case "AssignmentPattern":
      return namesOf(pattern.left);
    case "RestElement":
      return namesOf(pattern.argument);
    default:
      return [];
  }
}

/** Names declared in a block, a loop's head or a clause. */
function declaredIn(node: Any): string[] {
  switch (node.type) {
    case "BlockStatement":
    case "StaticBlock":
      return node.body.flatMap(lexical);
    case "SwitchStatement":
      return node.cases.flatMap((each: Any) => each.consequent.flatMap(lexical));
    case "ForStatement":
      return lexical(node.init);
    case "ForInStatement":
    case "ForOfStatement":
      return lexical(node.left);
    case "CatchClause":
      return namesOf(node.param);
    default:
      return [];
  }
}

function lexical(node: Any): string[] {
  if (node?.type === "VariableDeclaration" && node.kind !== "var")
    return node.declarations.flatMap((each: Any) => namesOf(each.id));
  return node?.type === "FunctionDeclaration" || node?.type === "ClassDeclaration" ? [node.id.name] : [];
}

/** Names declared by `var` anywhere in a function. */
function variablesIn(node: Any): string[] {
  if (node === null || typeof node !== "object") return [];
  if (Array.isArray(node)) return node.flatMap(variablesIn);
  if (/Function|^Class/.test(node.type ?? "")) return [];
  const own =
    node.type === "VariableDeclaration" && node.kind === "var"
      ? node.declarations.flatMap((each: Any) => namesOf(each.id))
      : [];
  return [
    ...own,
    ...Object.values(node).flatMap((each) => (typeof each === "object" ? variablesIn(each) : [])),
  ];
}
