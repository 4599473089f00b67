import { median } from "../../math/index.js";
import { requireInput, requireLength } from "../../support/index.js";
import { paddedRange } from "../latent/labelled-points.js";
import { type Channel, colour, end, fixed, number, words } from "../marks/channel.js";
import { type Channels, dots, edgedTexts, edges } from "../marks/draw.js";
import { labelsApart, type Place } from "../marks/labels-apart.js";
import { logAxis } from "../marks/log-axis.js";
import { requireNames } from "../marks/names.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { figureOf, type Layer, type View } from "../marks/view.js";

/** What one voice shows: points of a plane, each of a class. */
export interface VoicePoints {
  /** "R, as in the report", say. */
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A class 0, 1, ... for each point. */
  readonly labels: ArrayLike<number>;
}

/** How voices are drawn beside each other. */
export interface VoicesBesideOptions {
  readonly description: string;
  readonly titles: readonly [x: string, y: string];
  /** What the classes are, their names and colours. */
  readonly classes: {
    readonly what: string;
    readonly names: readonly string[];
    readonly colours: readonly string[];
  };
  readonly scale?: "linear" | "log";
  /** What has been measured between them: stands below. */
  readonly distance: string;
  /** Mark the median of each class by its name, and with the report's laid over, the way to the report's. On linear axes. */
  readonly medians?: boolean;
  /** Pixels of a panel's side. */
  readonly size?: number;
}

interface Row extends Readonly<Record<string, number | string>> {
  readonly x: number;
  readonly y: number;
  readonly class: string;
}

/**
 * The report's points and our own in one frame: panels side by side on the same axes, a switch that lays the report's over ours, and
 * below what has been measured between them.
 *
 * @param report what is compared to
 * @param own as many voices as there are
 * @throws InputError for points without a class or without a place on the axes
 */
export function voicesBeside(
  report: VoicePoints,
  own: readonly VoicePoints[],
  options: VoicesBesideOptions,
): Figure {
  const { description, distance, classes, medians = false, size = 290 } = options;
  const all = [report, ...own];
  requireNames(
    "voicesBeside",
    all.map(({ name }) => name),
  );
  for (const voice of all) requireVoice(voice, options);
  const ranges = rangesOf(all, options);
  const place = placeOf(ranges, options);
  // the letters of a label, and a little more
  const label = {
    x: (11 * (ranges.x[1] - ranges.x[0])) / size,
    y: (14 * (ranges.y[1] - ranges.y[0])) / size,
  };
  const [reports, ...ours] = all.map((voice) => rowsOf(voice, classes.names));
  const logarithmic = options.scale === "log" ? ["x", "y"] : [];
  const color = colour("class", {
    name: classes.what,
    names: classes.names,
    colours: classes.colours,
    legend: { title: classes.what, orient: "right", symbolSize: 60, symbolOpacity: 1 },
  });
  const cloud = (rows: readonly Row[], look: object, more: Channels = { color }): Layer =>
    dots(
      inlineRows(rows, 3, logarithmic),
      { ...place, ...more },
      { size: 7, opacity: 0.8, aria: false, ...look },
    );
  const laidOver = fixed({ value: 0, condition: { test: "laid == 'over'", value: 0.55 } });
  const panel = (name: string, layer: readonly Layer[]): View => ({
    title: { text: name, anchor: "middle", frame: "group" },
    width: size,
    height: size,
    layer,
  });
  const panels = ours.map((rows, i) =>
    panel(own[i]!.name, [
      cloud(rows, {}),
      cloud(reports!, { opacity: 1, color: "#555555", size: 5 }, { opacity: laidOver }),
      ...(medians ? medianLayers(rows, reports!, place, label) : []),
    ]),
  );
  const radio = { input: "radio", options: ["apart", "over"], labels: ["apart", "laid over ours"] };
  return figureOf(description, {
    params: [{ name: "laid", value: "apart", bind: { ...radio, name: "the report's points " } }],
    title: { text: distance, orient: "bottom", anchor: "start", fontSize: 12, offset: 12 },
    hconcat: [
      panel(report.name, [
        cloud(reports!, {}),
        ...(medians ? medianLayers(reports!, undefined, place, label) : []),
      ]),
      ...panels,
    ],
    spacing: 18,
    resolve: { scale: { color: "shared" } },
  });
}

function requireVoice({ name, x, y, labels }: VoicePoints, { classes, scale }: VoicesBesideOptions): void {
  requireInput(x.length > 0, "voicesBeside", `${name} has no point`);
  requireLength("voicesBeside", `y of ${name}`, y.length, x.length);
  requireLength("voicesBeside", `labels of ${name}`, labels.length, x.length);
  const { length } = classes.names;
  const stray = Array.from(labels).findIndex(
    (label) => !(Number.isInteger(label) && label >= 0 && label < length),
  );
  requireInput(
    stray < 0,
    "voicesBeside",
    () => `labels[${stray}] of ${name} must be an integer in 0..${length - 1}, got ${labels[stray]}`,
  );
  const isPositive =
    scale !== "log" || [x, y].every((values) => Array.from(values).every((value) => value > 0));
  requireInput(
    isPositive,
    "voicesBeside",
    `${name} has values of 0 or below, which a logarithmic axis has not`,
  );
}

const rowsOf = ({ x, y, labels }: VoicePoints, names: readonly string[]): Row[] =>
  Array.from(labels, (label, i) => ({ x: x[i]!, y: y[i]!, class: names[label]! }));

/** What all voices span, on logarithmic axes of the logarithms. */
function rangesOf(voices: readonly VoicePoints[], { scale = "linear" }: VoicesBesideOptions) {
  const along = (axis: "x" | "y") => {
    const values = voices.flatMap((voice) => Array.from(voice[axis]));
    return paddedRange(scale === "log" ? values.map(Math.log) : values);
  };
  return { x: along("x"), y: along("y") };
}

/** The axes on which all voices are drawn. */
function placeOf(ranges: ReturnType<typeof rangesOf>, { titles, scale = "linear" }: VoicesBesideOptions) {
  const along = (field: "x" | "y", title: string): Channel => {
    const [low, high] = ranges[field];
    if (scale === "linear") return number(field, { title, scale: { domain: [low, high], nice: false } });
    const domain = [Math.exp(low), Math.exp(high)] as const;
    return number(field, { title, scale: { type: "log", domain, nice: false }, axis: logAxis(domain) });
  };
  return { x: along("x", titles[0]), y: along("y", titles[1]) };
}

/** The median of each class by its name; with the report's, a line to its median where that is laid over. */
function medianLayers(
  rows: readonly Row[],
  report: readonly Row[] | undefined,
  place: Channels,
  label: Place,
): Layer[] {
  const medianOf = (some: readonly Row[], name: string) => {
    const mine = some.filter((row) => row.class === name);
    return { x: median(mine.map(({ x }) => x)), y: median(mine.map(({ y }) => y)) };
  };
  const names = [...new Set(rows.map((row) => row.class))];
  const medians = names.map((name) => medianOf(rows, name));
  const marked = labelsApart(medians, label).map((at, i) => ({ ...at, class: names[i]! }));
  const shared = names.filter((name) => report?.some((row) => row.class === name));
  const ways = shared.map((name) => {
    const to = medianOf(report!, name);
    return { ...medianOf(rows, name), x2: to.x, y2: to.y, class: name };
  });
  const shown = fixed({ value: 0, condition: { test: "laid == 'over'", value: 1 } });
  const written = { ...place, text: words("class") };
  return [
    ...(ways.length === 0
      ? []
      : [
          edges(
            inlineRows(ways),
            { ...place, x2: end("x2"), y2: end("y2"), opacity: shown },
            { strokeWidth: 2 },
          ),
        ]),
    ...edgedTexts(inlineRows(marked), written, { fontSize: 12, fontWeight: "bold", color: "black" }, 4),
  ];
}
