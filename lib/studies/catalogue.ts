import { bayesoptCauses } from "./bayesopt/causes.js";
import { bayesoptChains } from "./bayesopt/chains.js";
import { bayesoptFixes } from "./bayesopt/fixes.js";
import { bayesoptFunctions } from "./bayesopt/functions.js";
import { bayesoptNoise } from "./bayesopt/noise.js";
import { bayesoptRules } from "./bayesopt/rules.js";
import { densityGrowth } from "./density/growth.js";
import { densityMixtures } from "./density/mixtures.js";
import { densityPaired } from "./density/paired.js";
import { densitySamples } from "./density/samples.js";
import { densityYardstick } from "./density/yardstick.js";
import { gpCalibration } from "./gaussian-process/calibration.js";
import { latentTreeAnnealed } from "./latent-tree/annealed.js";
import { latentTreeFashion } from "./latent-tree/fashion.js";
import { latentTreeSmoothing } from "./latent-tree/smoothing.js";
import { latentTree } from "./latent-tree/study.js";
import { mixtureCentres } from "./mixture/centres.js";
import { mixtureFloor } from "./mixture/floor.js";
import { mixtureStarts } from "./mixture/starts.js";
import { vaeCapacity } from "./vae/capacity.js";
import { vaeCodes } from "./vae/codes.js";
import { vaeControls } from "./vae/controls.js";
import { vaeScales } from "./vae/scales.js";
import { vaeSeeds } from "./vae/seeds.js";

/** All studies by name. */
export const studies = {
  [bayesoptRules.name]: bayesoptRules,
  [bayesoptFixes.name]: bayesoptFixes,
  [bayesoptFunctions.name]: bayesoptFunctions,
  [bayesoptCauses.name]: bayesoptCauses,
  [bayesoptChains.name]: bayesoptChains,
  [bayesoptNoise.name]: bayesoptNoise,
  [gpCalibration.name]: gpCalibration,
  [vaeSeeds.name]: vaeSeeds,
  [vaeCapacity.name]: vaeCapacity,
  [vaeControls.name]: vaeControls,
  [vaeCodes.name]: vaeCodes,
  [vaeScales.name]: vaeScales,
  [mixtureCentres.name]: mixtureCentres,
  [mixtureStarts.name]: mixtureStarts,
  [mixtureFloor.name]: mixtureFloor,
  [densityMixtures.name]: densityMixtures,
  [densityGrowth.name]: densityGrowth,
  [densitySamples.name]: densitySamples,
  [densityPaired.name]: densityPaired,
  [densityYardstick.name]: densityYardstick,
  [latentTree.name]: latentTree,
  [latentTreeAnnealed.name]: latentTreeAnnealed,
  [latentTreeFashion.name]: latentTreeFashion,
  [latentTreeSmoothing.name]: latentTreeSmoothing,
} as const;
