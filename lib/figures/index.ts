/** Figures: functions from data to a Vega-Lite specification, and what draws and keeps them. */

// pictures of digits
export {
  clippedShare,
  digitUri,
  type Scaling,
  type Sprite,
  splitImages,
  spriteUri,
} from "./digits/digit-image.js";
export { imageStrips, type Strip, type StripOptions } from "./digits/image-strips.js";
export { type LatentGridOptions, latentGridFigure } from "./digits/latent-grid.js";
// its figure is drawn of one
export { type LatentGrid, latentGrid, type SecondAxis } from "../math/index.js";

export { type ComponentGrid, type ComponentGridOptions, componentGrid } from "./digits/component-grid.js";

export { type TileAxis, type TileBrowserOptions, tileBrowser } from "./digits/tile-browser.js";

// latent space
export { classNoun, type LabelledCodes, paddedRange } from "./latent/labelled-points.js";
export {
  type LatentScatterOptions,
  type LegendCorner,
  latentScatter,
  type ReportScatterOptions,
  reportLatentScatter,
} from "./latent/latent-scatter.js";
export {
  type ExplorablePoints,
  type LatentExplorerOptions,
  latentExplorer,
} from "./latent/latent-explorer.js";
export { type RunSliderOptions, runSlider, type ShownRun } from "./latent/run-slider.js";
export {
  type ComponentScatter,
  type ComponentScatterOptions,
  componentScatter,
  ellipse,
  type PlaneGaussian,
} from "./latent/component-scatter.js";

// training and comparison
export { type NamedHistory, trainingCurves } from "./models/training-curves.js";
export { confusionMatrices, type NamedConfusion } from "./models/confusion-matrices.js";
export { type PixelMapOptions, pixelMap } from "./models/pixel-map.js";
export { type NamedCounts, type ShareHeatMapOptions, shareHeatMaps } from "./models/share-heat-maps.js";
export { differenceHistogram, histogram } from "./models/difference-histogram.js";
export { type LineChartOptions, lineChart, type NamedLine } from "./marks/line-chart.js";
export { type NamedValues, type QuantilePlotOptions, quantilePlot } from "./marks/quantile-plot.js";
export { type DigitBarOptions, digitBars, type NamedDigitValues } from "./models/digit-bars.js";
export { digitShares, type NamedShares } from "./models/digit-shares.js";

// optimisation
export {
  type OptimisationStep,
  type OptimisationStepOptions,
  optimisationSteps,
  type PlanePoints,
} from "./optimisation/optimisation-step.js";
export { optimisationSlider } from "./optimisation/optimisation-slider.js";
export {
  foundShares,
  type NamedRuns,
  type FoundShare,
  type FoundShareOptions,
  type RegretCurveOptions,
  regretCurves,
  regretQuantiles,
} from "./optimisation/regret-curves.js";
export { type ChosenPointsOptions, chosenPoints, type NamedPlaces } from "./optimisation/chosen-points.js";
export { type ChoiceShareOptions, choiceShares, type StepChoices } from "./optimisation/choice-shares.js";

// voices beside each other
export { type VoicePoints, voicesBeside, type VoicesBesideOptions } from "./comparison/voices-beside.js";

// the report's compositions
export { type ComposeOptions, compose, type Panel } from "./marks/compose.js";

// drawing
export { type Figure, inlineData } from "./marks/spec.js";
export { config, digitColours, heading, lineColours, reportDigitColours } from "./marks/theme.js";

// chains of draws
export type { NamedQuantity } from "./sampling/named-quantity.js";
export { type TracePlotOptions, tracePlot } from "./sampling/trace-plot.js";
export { type RankBarsOptions, rankBars, rankCounts } from "./sampling/rank-bars.js";
export { type AutocorrelationPlotOptions, autocorrelationPlot } from "./sampling/autocorrelation-plot.js";
export { type EssEvolutionOptions, essEvolution } from "./sampling/ess-evolution.js";
export { type EnergyPlotOptions, energyPlot } from "./sampling/energy-plot.js";
export { type PairPlotOptions, pairPlot } from "./sampling/pair-plot.js";
export { type LinkedDrawsOptions, linkedDraws } from "./sampling/linked-draws.js";
export {
  type DensityPanel,
  type PosteriorDensityOptions,
  posteriorDensity,
} from "./sampling/posterior-density.js";
export {
  type ReportDensityOptions,
  reportPosteriorDensities,
} from "./sampling/report-posterior-densities.js";
export {
  contourSegments,
  massLevels,
  type PlaneGrid,
  planeGrid,
  type Segment,
} from "./sampling/contour-segments.js";
export {
  type CorrectedHyperScatterOptions,
  type HyperDrawsInPlane,
  type HyperScatterOptions,
  hyperScatter,
  reportHyperScatter,
} from "./sampling/hyper-scatter.js";

// regression
export {
  bandCoverage,
  type PredictiveCurves,
  type PredictivePlotOptions,
  predictivePlot,
  reportPredictive,
} from "./regression/predictive-plot.js";

// between the rooms
export { font } from "./marks/theme.js";
export { checkingSpecification, specificationError } from "./specification-error.js";
