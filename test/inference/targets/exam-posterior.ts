import { MarginalLikelihood, rbf } from "pml/gp";
import { type LogDensity, normalLogDensity } from "pml/math";
import { examData, examNoise } from "pml/report";

/** The exam's hyper-posterior of (ln lengthscale, ln variance): l ~ LogNormal(-1, 1), v ~ LogNormal(0, 2), noise 1e-4. */
export function examPosterior(): LogDensity {
  const { x, y } = examData();
  const likelihood = new MarginalLikelihood(rbf(), x, y);
  const parameters = new Float64Array(2);
  const withNoise = new Float64Array(3);
  return {
    dimension: 2,
    logDensityAndGradient(position, gradient) {
      const logLengthscale = position[0]!;
      const logVariance = position[1]!;
      parameters[0] = Math.exp(logLengthscale);
      parameters[1] = Math.exp(logVariance);
      const logLikelihood = likelihood.evaluate(parameters, examNoise, withNoise);
      gradient[0] = withNoise[0]! - (logLengthscale + 1);
      gradient[1] = withNoise[1]! - logVariance / 4;
      return logLikelihood + normalLogDensity(logLengthscale, -1, 1) + normalLogDensity(logVariance, 0, 2);
    },
  };
}
