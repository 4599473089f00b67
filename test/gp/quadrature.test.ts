import assert from "node:assert/strict";
import { test } from "node:test";
import { expectation, gridQuadrature } from "pml/gp";
import type { LogDensity } from "pml/math";
import { examHyperPosterior } from "pml/report";
import { assertClose } from "../support/close.js";

/** Independent normals with sds 0.5, 1, 2, times a factor of e. */
const normals = (dimension: number): LogDensity => ({
  dimension,
  logDensityAndGradient(position) {
    return position.reduce((sum, value, c) => {
      const sd = 0.5 * 2 ** c;
      return sum - 0.5 * ((value - c) / sd) ** 2 - Math.log(sd * Math.sqrt(2 * Math.PI));
    }, 1);
  },
});

test("evidence and moments of normals in one, two and three dimensions", () => {
  for (const dimension of [1, 2, 3]) {
    const quadrature = gridQuadrature(normals(dimension));
    assertClose(quadrature.logEvidence, 1, 1e-12);
    assert.ok(quadrature.logEvidenceChange < 1e-10);
    for (let c = 0; c < dimension; c++) {
      const sd = 0.5 * 2 ** c;
      assertClose(
        expectation(quadrature, (u) => u[c]!),
        c,
        1e-11,
      );
      assertClose(
        expectation(quadrature, (u) => (u[c]! - c) ** 2),
        sd * sd,
        1e-11,
      );
      assertClose(quadrature.marginals[c]!.cdf(c + sd), 0.8413447460685429, dimension === 3 ? 1e-7 : 1e-10);
    }
    assertClose(
      quadrature.weights.reduce((a, b) => a + b),
      1,
      1e-12,
    );
  }
});

test("the exam's evidence does not depend on the grid; a coarse one tells its error", () => {
  const posterior = examHyperPosterior();
  const fine = gridQuadrature(posterior);
  assertClose(fine.logEvidence, -11.250883979209, 1e-12);
  const coarse = gridQuadrature(posterior, { pointsPerAxis: 33 });
  const error = Math.abs(coarse.logEvidence - fine.logEvidence);
  assert.ok(
    error > 1e-12 && error < coarse.logEvidenceChange,
    `${error} against ${coarse.logEvidenceChange}`,
  );
});

test("a given box is used as it is", () => {
  const box = { lower: [0], upper: [10] };
  const { logEvidence, box: used } = gridQuadrature(normals(1), { box, pointsPerAxis: 2001 });
  assert.equal(used, box);
  // half of the mass, and half a cell of the point at the face
  assertClose(Math.exp(logEvidence - 1), 0.5 + 0.5 * 0.005 * (2 / Math.sqrt(2 * Math.PI)), 1e-12);
});

test("refused: four dimensions, even grids, a box without mass", () => {
  assert.throws(() => gridQuadrature(normals(4)), /at most 3 dimensions, got 4/);
  assert.throws(() => gridQuadrature(normals(1), { pointsPerAxis: 100 }), /odd, got 100/);
  assert.throws(() => gridQuadrature(normals(1), { pointsPerAxis: 3 }), /at least 9/);
  const nowhere: LogDensity = { dimension: 1, logDensityAndGradient: () => Number.NEGATIVE_INFINITY };
  assert.throws(() => gridQuadrature(nowhere, { box: { lower: [0], upper: [1] } }), /0 or not finite/);
});

test("the change of the evidence is that from every other point, the ends among them", () => {
  const box = { lower: [0], upper: [10] };
  const { logEvidenceChange } = gridQuadrature(normals(1), { box, pointsPerAxis: 2001 });
  // the trapezoidal rule of a half, but for the point at the face, which is counted whole
  const estimate = (step: number) => 0.5 + 0.5 * step * (2 / Math.sqrt(2 * Math.PI));
  assertClose(logEvidenceChange, Math.log(estimate(0.01) / estimate(0.005)), 1e-12);
});
