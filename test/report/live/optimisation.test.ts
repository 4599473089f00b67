import assert from "node:assert/strict";
import { test } from "node:test";
import { BayesianOptimiser } from "pml/bayesopt";
import { Random } from "pml/random";
import { examFunction, examGrid, examStart } from "pml/report";
import {
  problemOf,
  requireFunction,
  rules,
  type StepAnswer,
  stepAnswer,
} from "#live/compute/optimisation.js";
import { DrawnFunction } from "#live/drawn-function.js";

test("step by step, each rule asks where the library's optimiser asks, draw for draw", async () => {
  for (const rule of Object.keys(rules)) {
    const optimiser = new BayesianOptimiser(problemOf(rule, examStart), Random.from(3));
    let answer: StepAnswer | undefined;
    for (let k = 0; k < 3; k++) {
      const last = answer && { state: answer.state, y: examFunction(answer.x) };
      answer = await stepAnswer({ rule, start: examStart, seed: 3, ...(last && { last }) });
      const { candidate, x, model } = await optimiser.ask();
      assert.equal(answer.candidate, candidate, `${rule}, step ${k}`);
      assert.equal(answer.x, x[0]);
      assert.deepEqual(answer.mean, model.averaged().mean);
      // the state travels to the worker and back as a structured clone
      assert.deepEqual(structuredClone(answer.state), answer.state);
      optimiser.tell(examFunction(x[0]!));
    }
  }
});

test("a rule that there is not is an error", () => {
  assert.throws(() => problemOf("best", examStart), /there is no rule best/);
});

test("a function with a gap is refused by a sentence that says where", () => {
  const values = Float64Array.from(examGrid(), examFunction);
  requireFunction(values);
  values[0] = Number.NaN;
  assert.throws(() => requireFunction(values), /no value at x = -1\.00: draw over the whole width/);
});

test("a drawn function lies on straight lines between the places of a stroke, and is NaN elsewhere", () => {
  const drawn = new DrawnFunction(examGrid(5));
  drawn.begin(-1, 0);
  drawn.draw(0, 4);
  assert.deepEqual([...drawn.values], [0, 2, 4, Number.NaN, Number.NaN]);
  drawn.begin(1, 1);
  assert.deepEqual([...drawn.values], [0, 2, 4, Number.NaN, 1], "a new stroke does not join the last");
  drawn.draw(0, 3);
  assert.deepEqual([...drawn.values], [0, 2, 3, 2, 1]);
});
