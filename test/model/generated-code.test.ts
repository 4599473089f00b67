import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

/** A program run by a Node that forbids code from strings, as a browser's content security policy does. */
function runForbidden(backend: string): string {
  const program = `
    import { model, normal, positive, real } from "pml/model";
    const one = model({ a: real(), s: positive() }, ({ a, s }) => [normal([1, 2, 4], { mean: a, sd: s })], undefined, { backend: "${backend}" });
    const gradient = new Float64Array(2);
    console.log(one.logDensityAndGradient(Float64Array.of(0.3, 0.1), gradient), ...gradient);`;
  const flags = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", program];
  return execFileSync(process.execPath, flags, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

test("where code may not be generated the interpreter serves, with the same bits", () => {
  assert.equal(runForbidden("either"), runForbidden("interpreted"));
  assert.throws(() => runForbidden("generated"), /EvalError/);
});
