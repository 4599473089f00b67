import { logNormalLogDensity, logNormalLogDensityGradient } from "../../math/index.js";
import { requireFinite, requirePositive } from "../../support/index.js";
import { definePrior, type Prior, positiveSupport } from "./prior.js";
import { logTransform } from "./transform.js";

/**
 * Log-normal prior: `ln value ~ N(meanOfLog, sdOfLog^2)`. The density of the logarithm itself is the normal one.
 *
 * @throws InputError unless meanOfLog is finite and sdOfLog positive
 *
 * @example
 * logNormalPrior({ meanOfLog: -1, sdOfLog: 1 }).logDensity(1); // -1.4189385332046727
 */
export function logNormalPrior({
  meanOfLog,
  sdOfLog,
}: {
  readonly meanOfLog: number;
  readonly sdOfLog: number;
}): Prior {
  requireFinite("logNormalPrior", "meanOfLog", [meanOfLog]);
  requirePositive("logNormalPrior", "sdOfLog", sdOfLog);
  const precision = 1 / (sdOfLog * sdOfLog);
  const logNormaliser = -Math.log(sdOfLog) - 0.5 * Math.log(2 * Math.PI);
  return definePrior({
    kind: "logNormal",
    parameters: { meanOfLog, sdOfLog },
    support: positiveSupport,
    transform: logTransform,
    logDensity: (value) => logNormalLogDensity(value, meanOfLog, sdOfLog),
    logDensityDerivative: (value) => logNormalLogDensityGradient(value, meanOfLog, sdOfLog),
    positionLogDensity: (position) =>
      logNormaliser - 0.5 * precision * (position - meanOfLog) * (position - meanOfLog),
    positionLogDensityDerivative: (position) => -precision * (position - meanOfLog),
    sample: (random) => Math.exp(meanOfLog + sdOfLog * random.normal()),
  });
}
