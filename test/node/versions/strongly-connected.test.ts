import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { stronglyConnected } from "#internal/node/versions/strongly-connected";

test("components of a small graph, those first that others lead to", () => {
  const next: Record<string, string[]> = { a: ["b"], b: ["c", "d"], c: ["b"], d: ["e"], e: [] };
  const groups = stronglyConnected(["a"], (node) => next[node]!);
  assert.deepEqual(
    groups.map((group) => [...group].sort()),
    [["e"], ["d"], ["b", "c"], ["a"]],
  );
});

test("any graph: two nodes are together if and only if each leads to the other, and no arrow goes to a later group", () => {
  const graphs = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 })), { maxLength: 20 });
  fc.assert(
    fc.property(graphs, (arrows) => {
      const nodes = [0, 1, 2, 3, 4, 5, 6];
      const next = (node: number) => arrows.filter(([from]) => from === node).map(([, to]) => to);
      const reached = nodes.map((node) => {
        const seen = new Set([node]);
        for (const each of seen) for (const to of next(each)) seen.add(to);
        return seen;
      });
      const groups = stronglyConnected(nodes, next);
      const groupOf = nodes.map((node) => groups.findIndex((group) => group.includes(node)));
      for (const a of nodes)
        for (const b of nodes)
          assert.equal(groupOf[a] === groupOf[b], reached[a]!.has(b) && reached[b]!.has(a));
      for (const [from, to] of arrows) assert.ok(groupOf[to]! <= groupOf[from]!);
    }),
  );
});
