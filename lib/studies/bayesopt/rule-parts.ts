import type { Rule, SurrogateModel } from "../../bayesopt/index.js";
import { conditionOn, type JointPrediction, jointSampler, predictJoint } from "../../gp/index.js";
import type { Random } from "../../random/index.js";

/** Three ways in which the report's rule differs from Thompson sampling, each on its own. */
export interface RuleParts {
  /** B1: f* is the average over all draws of the hyper-parameters instead of one draw. */
  readonly average: boolean;
  /** B2: the variance is taken for the standard deviation. */
  readonly variance: boolean;
  /** B3: every candidate is drawn on its own. */
  readonly independent: boolean;
}

/** The joint prediction of y by one draw; with B2 its residuals are stretched so that each has the standard deviation v. */
function jointOf(model: SurrogateModel, s: number, { variance, independent }: RuleParts): JointPrediction {
  const parameters = model.parameters[s]!;
  const { kernel: form, x, y } = model.posterior.model;
  const regression = conditionOn({
    kernel: form.withParameters(parameters.subarray(0, parameters.length - 1)),
    noise: parameters[parameters.length - 1]!,
    x,
    y,
    nugget: model.posterior.nugget,
  });
  const joint = predictJoint(regression, model.candidates, "y");
  if (!variance && !independent) return joint;
  const size = joint.mean.length;
  const sds = Float64Array.from({ length: size }, (_, j) => Math.sqrt(joint.covariance[j * size + j]!));
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const kept = independent && i !== j ? 0 : joint.covariance[i * size + j]!;
      joint.covariance[i * size + j] = variance ? kept * sds[i]! * sds[j]! : kept;
    }
  return joint;
}

/**
 * The rule that minimises f* made with some of the report's three departures. Without any it is Thompson sampling, with all
 * three the report's rule. An average of independent normal draws is normal with the shares' weighted mean and covariance
 * `sum_s share_s^2 C_s`, and is drawn as that.
 */
export function ruleOfParts(parts: RuleParts): Rule {
  return {
    name: `parts ${JSON.stringify(parts)}`,
    needsModel: true,
    suggest(model: SurrogateModel, random: Random) {
      if (!parts.average) {
        const hyperDraw = random.categorical(model.weights);
        const { draw } = jointSampler(jointOf(model, hyperDraw, parts));
        const drawn = draw(random);
        return { candidate: model.argmin(drawn, random), drawn, hyperDraw };
      }
      const drawn = averageDrawn(model, parts, random);
      return { candidate: model.argmin(drawn, random), drawn };
    },
  };
}

function averageDrawn(model: SurrogateModel, parts: RuleParts, random: Random): Float64Array {
  const size = model.candidates.count;
  if (parts.independent) {
    const drawn = new Float64Array(size);
    model.forEachDraw(({ mean, variance }, share, noise) => {
      for (let j = 0; j < size; j++) {
        const v = variance[j]! + noise;
        drawn[j]! += share * (mean[j]! + (parts.variance ? v : Math.sqrt(v)) * random.normal());
      }
    });
    return drawn;
  }
  const mean = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  model.weights.forEach((share, s) => {
    const joint = jointOf(model, s, parts);
    for (let j = 0; j < size; j++) mean[j]! += share * joint.mean[j]!;
    for (let i = 0; i < covariance.length; i++) covariance[i]! += share * share * joint.covariance[i]!;
  });
  return jointSampler({ mean, covariance }).draw(random);
}
