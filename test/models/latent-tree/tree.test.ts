import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { maximumSpanningTree, rootedInTheMiddle, treeOrder } from "#internal/models/latent-tree/tree";

const randomParents = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc
    .tuple(
      fc.array(fc.nat(), { minLength: size, maxLength: size }),
      fc.shuffledSubarray([...Array(size).keys()], { minLength: size }),
    )
    .map(([draws, order]) => {
      const parents = new Int32Array(size).fill(-1);
      order.forEach((node, i) => {
        if (i > 0) parents[node] = order[draws[i]! % i]!;
      });
      return parents;
    }),
);

test("the layout holds every node once, each behind its parent, siblings together", () => {
  fc.assert(
    fc.property(randomParents, (parents) => {
      const { order, places, levels } = treeOrder(parents);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        [...parents.keys()],
      );
      for (const [place, node] of order.entries()) assert.equal(places[node], place);
      levels.forEach(({ first, size, parents: above }, depth) => {
        for (let i = 0; i < size; i++) {
          if (depth === 0) assert.equal(parents[order[first]!], -1);
          else assert.equal(parents[order[first + i]!], order[levels[depth - 1]!.first + above[i]!]);
        }
        assert.deepEqual(
          [...above].sort((a, b) => a - b),
          [...above],
        );
      });
    }),
  );
});

test("parents that are no tree are refused", () => {
  assert.throws(() => treeOrder([-1, -1]), /one root \(parent -1\), got 2/);
  assert.throws(() => treeOrder([1, 0]), /got 0/);
  assert.throws(() => treeOrder([-1, 2, 1]), /2 nodes run in a circle/);
  assert.throws(() => treeOrder([-1, 7]), /parent of node 1 must be in 0\.\.1.*got 7/);
  assert.throws(() => treeOrder([-1, 0.5]), /got 0\.5/);
});

const weightOf = (parents: ArrayLike<number>, weights: Float64Array) =>
  Array.from(parents).reduce(
    (sum, parent, node) => sum + (parent < 0 ? 0 : weights[parent * parents.length + node]!),
    0,
  );

test("no tree over five nodes weighs more than the one found", () => {
  // every tree is a choice of parents; those with a circle are refused
  const trees: number[][] = [];
  for (let code = 0; code < 5 ** 4; code++) {
    const parents = [-1, ...Array.from({ length: 4 }, (_, i) => Math.floor(code / 5 ** i) % 5)];
    try {
      treeOrder(parents);
      trees.push(parents);
    } catch {}
  }
  assert.equal(trees.length, 5 ** 3); // Cayley
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 9 }), { minLength: 25, maxLength: 25 }), (draws) => {
      const weights = Float64Array.from(
        draws,
        (_, i) => draws[Math.min(i, (i % 5) * 5 + Math.floor(i / 5))]!,
      );
      const found = weightOf(maximumSpanningTree(weights, 5), weights);
      assert.equal(found, Math.max(...trees.map((parents) => weightOf(parents, weights))));
    }),
  );
});

test("nodes that tell nothing are joined to the nearest, and the root is in the middle", () => {
  const chain = maximumSpanningTree(new Float64Array(49), 7);
  assert.deepEqual([...chain], [1, 2, 3, -1, 3, 4, 5]);
  assert.equal(treeOrder(chain).levels.length, 4);
});

test("a tree is rooted anew without changing its edges, as flat as may be", () => {
  fc.assert(
    fc.property(randomParents, (parents) => {
      const edges = (of: Int32Array) =>
        Array.from(of, (parent, node) =>
          parent < 0 ? "" : `${Math.min(parent, node)}-${Math.max(parent, node)}`,
        ).sort();
      const rooted = rootedInTheMiddle(parents);
      assert.deepEqual(edges(rooted), edges(parents));
      assert.ok(treeOrder(rooted).levels.length <= treeOrder(parents).levels.length);
    }),
  );
});
