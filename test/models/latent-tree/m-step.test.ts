import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "pml/random";
import { readFloat64, scope, tensor } from "pml/tensorflow";
import { blurKernel } from "#internal/models/latent-tree/level-blur";
import { drawnCounts, logPriorOfLevel, maximiseLevel } from "#internal/models/latent-tree/m-step";
import { assertClose } from "../../support/close.js";

const random = Random.from(2);
const [size, V, H] = [2, 9, 3] as const;
const shape = [size, V, H] as const;
const draw = (length: number) => random.fillUniform(new Float64Array(length));
const counts = { transitions: draw(size * H * H), emissions: draw(size * V * H) };
const seen = draw(size * V * H);
const base = draw(size * V);
const kernel = blurKernel(V, { share: 0.6, width: 1.5 });
const images = 7;

/** Everything about one level, with its levels blurred or not, as arrays. */
function found(isBlurred: boolean) {
  return scope(() => {
    const prior = {
      transitions: tensor(Float64Array.of(0.4), [1, 1, 1]),
      emissions: tensor(base, [size, V, 1]),
    };
    const plan = { images, blur: isBlurred ? tensor(kernel, [1, V, V]) : undefined };
    const given = {
      transitions: tensor(counts.transitions, [size, H, H]),
      emissions: tensor(counts.emissions, [size * V, H]),
    };
    const level = maximiseLevel(given, prior, plan, shape);
    return {
      transitions: readFloat64(level.transitions),
      emissions: readFloat64(level.emissions),
      drawn: readFloat64(level.drawn),
      drawnCounts: readFloat64(drawnCounts(tensor(seen, [size * V, H]), level, plan, shape)),
      logPrior: readFloat64(logPriorOfLevel(level, prior, shape))[0]!,
    };
  });
}

const at = (node: number, level: number, state: number) => (node * V + level) * H + state;
/** An array of the shape of emissions. */
const each = (value: (node: number, level: number, state: number) => number) =>
  Float64Array.from({ length: size * V * H }, (_, i) =>
    value(Math.floor(i / H / V), Math.floor(i / H) % V, i % H),
  );
const overLevels = (value: (level: number) => number) =>
  Array.from({ length: V }, (_, level) => value(level)).reduce((sum, each) => sum + each, 0);

test("parameters are counts and pseudo-counts over their sum, and the levels seen are those drawn, blurred", () => {
  const raw = (node: number, level: number, state: number) =>
    images * counts.emissions[at(node, level, state)]! + base[node * V + level]!;
  const drawn = each(
    (node, level, state) => raw(node, level, state) / overLevels((v) => raw(node, v, state)),
  );
  for (const isBlurred of [true, false]) {
    const { transitions, emissions, drawn: q, logPrior } = found(isBlurred);
    const rows = counts.transitions.map((count) => images * count + 0.4);
    const expected = rows.map((value, i) => {
      const start = Math.floor(i / H) * H;
      return value / rows.subarray(start, start + H).reduce((sum, each) => sum + each, 0);
    });
    assertClose(transitions, expected, 1e-14, "transitions");
    assertClose(q, drawn, 1e-14, "drawn");
    const blurred = each((node, x, state) =>
      overLevels((u) => drawn[at(node, u, state)]! * kernel[u * V + x]!),
    );
    assertClose(emissions, isBlurred ? blurred : drawn, 1e-14, "seen");
    const ofTransitions = transitions.reduce((sum, p) => sum + 0.4 * Math.log(p), 0);
    const ofLevels = q.reduce((sum, p, i) => sum + base[Math.floor(i / H)]! * Math.log(p), 0);
    assertClose(logPrior, ofTransitions + ofLevels, 1e-13, "log prior");
  }
});

test("drawn counts are Bayes' rule for each level seen, and as many", () => {
  const { drawn, emissions, drawnCounts: blurred } = found(true);
  const expected = each((node, u, state) =>
    overLevels((x) => {
      const share = (drawn[at(node, u, state)]! * kernel[u * V + x]!) / emissions[at(node, x, state)]!;
      return share * seen[at(node, x, state)]!;
    }),
  );
  assertClose(blurred, expected, 1e-13, "drawn counts");
  assert.ok(expected.some((value, i) => Math.abs(value - seen[i]!) > 0.1));
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  assertClose(total(blurred), total(seen), 1e-12, "total");
  assert.deepEqual(found(false).drawnCounts, seen);
});
