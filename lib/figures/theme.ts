/** The report's colours of the ten digits, by their literal names (green is #008000). */
export const reportDigitColours = [
  "black",
  "red",
  "blue",
  "green",
  "brown",
  "orange",
  "yellow",
  "magenta",
  "cyan",
  "purple",
] as const;

/**
 * Ten colours for the corrected figures, each with a contrast of at least 3 : 1 on white, told apart also with red-green
 * blindness: Paul Tol's muted scheme (personal.sron.nl/~pault) with black for 0 and its light colours darkened.
 */
export const digitColours = [
  "#000000",
  "#cc5566",
  "#332288",
  "#117733",
  "#2e93c4",
  "#882255",
  "#b97d00",
  "#2f9080",
  "#808020",
  "#aa4499",
] as const;

/** The line colours of the report's second part. */
export const lineColours = {
  blue: "#1f77b4",
  orange: "#ff7f0e",
  green: "#2ca02c",
  red: "#d62728",
  purple: "#9467bd",
};

/** Vega-Lite 5, which JupyterLab and VS Code draw; newer schema names they do not know. */
export const schema = "https://vega.github.io/schema/vega-lite/v5.json";

/** Font of every figure, shipped with the library so that pictures are the same everywhere. */
export const font = "DejaVu Sans";

/** One look for all figures: frame on four sides, ticks outside, no grid. */
export const config = {
  font,
  background: "white",
  view: { stroke: "#333333", strokeWidth: 1 },
  axis: {
    grid: false,
    domain: false,
    tickColor: "#333333",
    labelColor: "#222222",
    titleColor: "#222222",
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal" as const,
  },
  legend: { labelFontSize: 11, titleFontSize: 12, titleFontWeight: "normal" as const },
  title: { fontSize: 13, fontWeight: "normal" as const, color: "#222222" },
  header: { labelFontSize: 12, titleFontSize: 12 },
};

/** What every specification begins with. */
export function heading(description: string) {
  return { $schema: schema, description, config } as const;
}
