import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { sampleNuts } from "pml/inference";
import { Random } from "pml/random";
import { examHyperPosterior } from "pml/report";
import { rooms } from "#scripts/lint/rooms.mjs";
import { root } from "../support/fixture.js";

const pure = Object.keys(rooms).filter((room) => rooms[room]!.half === "pure");

/** A room's door with all behind it as one script for a browser, and what it asked for that no browser has. */
async function bundled(contents: string, globalName = "room") {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: `${root}/lib` },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName,
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  return { script: outputFiles[0]!.text, inputs: Object.keys(metafile.inputs) };
}

test("every room of the pure half can be bundled for a browser, and needs nothing that only Node has", async () => {
  assert.ok(pure.length >= 8);
  for (const room of pure) {
    const { script, inputs } = await bundled(`export * from "pml/${room}";`);
    const heavy = inputs.filter((path) => /@tensorflow|resvg|tslab|node_modules\/vega/.test(path));
    assert.deepEqual(heavy, [], room);
    // a context without process, require, Buffer
    const context = createContext({ performance, setTimeout, AbortController, TextDecoder, TextEncoder });
    runInContext(script, context);
    assert.equal(runInContext("typeof process", context), "undefined");
    assert.ok(runInContext("Object.keys(room).length", context) > 0, room);
  }
});

test("a room that reaches for Node's files is caught", async () => {
  await assert.rejects(bundled('export * from "pml/node";'), /Could not resolve "node:/);
});

test("the exam's posterior is sampled there to the same bits", async () => {
  const program = `
    import { sampleNuts } from "pml/inference";
    import { Random } from "pml/random";
    import { examHyperPosterior } from "pml/report";
    export const draws = async () => {
      const run = await sampleNuts(examHyperPosterior(), { chains: 2, warmup: 60, draws: 40 }, { random: Random.from(7) });
      return run.coordinates.map((quantity) => quantity.map((chain) => Array.from(chain)));
    };`;
  const { script } = await bundled(program, "program");
  const context = createContext({ performance, setTimeout, AbortController, TextDecoder, TextEncoder });
  runInContext(script, context);
  const there = JSON.parse(
    await runInContext("program.draws().then((found) => JSON.stringify(found))", context),
  );
  const run = await sampleNuts(
    examHyperPosterior(),
    { chains: 2, warmup: 60, draws: 40 },
    { random: Random.from(7) },
  );
  assert.deepEqual(
    there,
    run.coordinates.map((quantity) => quantity.map((chain) => Array.from(chain))),
  );
});
