import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const library = fileURLToPath(new URL("../../../lib/dist", import.meta.url));
const table = readFileSync(new URL("../../../docs/api-habits.md", import.meta.url), "utf8");

/** A parameter as the compiler declares it: its name, or what is taken out of it, and its type. */
interface Parameter {
  readonly name: string;
  readonly type: string;
}

/** The parameters of a list in its parentheses. */
function parametersOf(list: string): Parameter[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= list.length; i++) {
    const character = list[i] ?? ",";
    if ("([{<".includes(character)) depth++;
    else if (")]}".includes(character) || (character === ">" && list[i - 1] !== "=")) depth--;
    else if (character === "," && depth === 0) {
      parts.push(list.slice(start, i).trim());
      start = i + 1;
    }
  }
  return parts
    .filter((part) => part !== "")
    .map((part) => {
      const end = part.startsWith("{") ? part.indexOf("}") + 1 : part.search(/[?:]/);
      return { name: part.slice(0, end), type: part.slice(end).replace(/^\??: */, "") };
    });
}

/** The exported functions of a module's declarations: their parameters and what they return. */
function functionsOf(path: string): Map<string, { parameters: Parameter[]; returns: string }> {
  const functions = new Map<string, { parameters: Parameter[]; returns: string }>();
  const source = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  for (const { 1: name, index, 0: head } of source.matchAll(
    /^export declare function (\w+)(?:<[^(]*>)?\(/gm,
  )) {
    const from = index + head.length;
    let depth = 1;
    let end = from;
    for (; depth > 0; end++) depth += source[end] === "(" ? 1 : source[end] === ")" ? -1 : 0;
    const returns = /^: ([\s\S]*?);$/m.exec(source.slice(end))?.[1] ?? "";
    functions.set(name!, { parameters: parametersOf(source.slice(from, end - 1)), returns });
  }
  return functions;
}

/** What a door lets out, by name: functions with their declarations. */
function doorOf(folder: string) {
  const door = join(library, folder, "index.d.ts");
  const all = new Map<string, { parameters: Parameter[]; returns: string }>();
  for (const [, names = "", module = ""] of readFileSync(door, "utf8").matchAll(
    /^export \{([^}]*)\} from "([^"]+)";/gm,
  )) {
    const path = join(dirname(door), module.replace(/\.js$/, ".d.ts"));
    const declared = functionsOf(path);
    for (const name of names.split(",").map((each) => each.trim())) {
      const found = declared.get(name);
      if (found !== undefined) all.set(name, found);
    }
  }
  return all;
}

const rooms = readdirSync(library).filter((room) => existsSync(join(library, room, "index.d.ts")));
const models = readdirSync(join(library, "models")).filter((folder) =>
  existsSync(join(library, "models", folder, "index.d.ts")),
);
const densities = models.filter((model) => !["k-means", "principal-components"].includes(model));

test("the table has every model's door and nothing else", () => {
  const listed = [...table.matchAll(/^\| `pml\/models\/([\w-]+)` \|/gm)].map(([, model]) => model);
  assert.deepEqual(listed, models);
});

test("every model is fitted to data, by a configuration, with hooks", () => {
  for (const model of models) {
    const { parameters, returns } = doorOf(`models/${model}`).get("fit")!;
    const [data, config, hooks] = parameters;
    assert.equal(data?.name, "data", model);
    assert.match(`${config?.name}: ${config?.type}`, /^(config|\{.*\}): \w+$/s, model);
    if (model !== "principal-components") assert.match(hooks?.type ?? "", /Hooks/, model);
    assert.match(returns, /^Promise<\w+>$/, model);
  }
});

test("every density model has logDensity and sample with the same arguments", () => {
  assert.equal(densities.length, 6);
  for (const model of densities) {
    const door = doorOf(`models/${model}`);
    const density = door.get("logDensity")!;
    assert.deepEqual(
      density.parameters.slice(0, 2).map(({ name }) => name),
      ["model", "data"],
      model,
    );
    assert.equal(density.returns.replace("<ArrayBufferLike>", ""), "Promise<Float64Array>", model);
    const names = door.get("sample")!.parameters.map(({ name, type }) => `${name}: ${type}`);
    assert.match(names[0]!, /^(model|trained): /, model);
    assert.deepEqual(names.slice(1), ["count: number", "random: Random"], model);
  }
});

test("the functions that the table names are let out by the doors", () => {
  for (const [row = "", model = ""] of table.matchAll(/^\| `pml\/models\/([\w-]+)` \|.*$/gm)) {
    const door = doorOf(`models/${model}`);
    for (const [, name = ""] of row.matchAll(/`(\w+)\(/g)) assert.ok(door.has(name), `${model}: ${name}`);
    const named = new Set([...row.matchAll(/`(\w+)\(/g)].map(([, name]) => name!));
    for (const name of door.keys()) assert.ok(named.has(name), `${model}: ${name} is not in the table`);
  }
});

test("a stream of random numbers is called `random` everywhere", () => {
  for (const folder of [...rooms, ...models.map((model) => `models/${model}`)])
    for (const [name, { parameters }] of doorOf(folder))
      for (const parameter of parameters)
        if (/^Random( \| undefined)?$/.test(parameter.type))
          assert.equal(parameter.name, "random", `${folder}: ${name}`);
});

test("samplers take a density, a configuration and hooks", () => {
  const door = doorOf("inference");
  for (const name of ["sampleNuts", "sampleHmc", "sampleMetropolis"]) {
    const [density, options, hooks] = door.get(name)!.parameters;
    assert.deepEqual([density?.type, hooks?.type], ["LogDensity", "SamplingHooks"], name);
    assert.match(options?.type ?? "", /^SampleOptions/, name);
  }
});
