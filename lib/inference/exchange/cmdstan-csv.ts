import { InputError, requireInput } from "../../support/index.js";
import type { AdaptedTuning } from "../sampling/chain.js";
import type { StatisticName } from "../sampling/record.js";
import type { Draws, Quantity, Run } from "../sampling/run.js";
import { arvizNames, type InferenceDataGroups } from "./arviz-json.js";

/** CmdStan's columns of the statistics, in its order, with our names. */
const statisticColumns: readonly (readonly [column: string, name: StatisticName])[] = [
  ["lp__", "logDensity"],
  ["accept_stat__", "acceptance"],
  ["stepsize__", "stepSize"],
  ["treedepth__", "treeDepth"],
  ["n_leapfrog__", "leapfrogSteps"],
  ["divergent__", "divergent"],
  ["energy__", "energy"],
];

/** Stan counts from 1 and writes an index after a point: `x[0]` is `x.1`. */
const toColumn = (name: string): string =>
  name.replace(/\[(\d+)\]$/, (_, index: string) => `.${Number(index) + 1}`);
const fromColumn = (column: string): string =>
  column.replace(/\.([1-9]\d*)$/, (_, index: string) => `[${Number(index) - 1}]`);

/** A number as C++ prints it, with all its digits. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "inf" : "-inf";
}

function parseNumber(text: string): number {
  const lower = text.trim().toLowerCase();
  if (lower === "nan" || lower === "-nan") return Number.NaN;
  if (/^[+-]?inf(inity)?$/.test(lower)) return lower.startsWith("-") ? -Infinity : Infinity;
  return lower === "" ? Number.NaN : Number(lower);
}

/**
 * A run in the files of CmdStan, one text per chain, for `arviz.from_cmdstan`, `cmdstanr` or `posterior`: comments with the
 * settings, a line of column names, warm-up draws where they were kept, what was adapted, and the draws, all digits kept.
 *
 * @param quantities derived quantities to add, by name (of the kept draws: not allowed where warm-up was kept)
 * @throws InputError for a name that a CSV file cannot hold or that is there twice
 * @example toCmdstanCsv(run).forEach((text, chain) => writeFileSync(`run_${chain + 1}.csv`, text));
 */
export function toCmdstanCsv(run: Run, quantities: Readonly<Record<string, Quantity>> = {}): string[] {
  const derived = Object.entries(quantities);
  requireInput(
    run.warmup === null || derived.length === 0,
    "toCmdstanCsv",
    "warm-up was kept, which has no derived quantities: derive them from the draws read back",
  );
  const names = [...run.names, ...derived.map(([name]) => name)];
  const columns = [...statisticColumns.map(([column]) => column), ...names.map(toColumn)];
  requireColumns(columns);
  return run.adapted.map((tuning, chain) => {
    const lines = (draws: Draws, more: readonly Quantity[]) => drawLines(draws, more, chain);
    return [
      ...settingsComments(run, chain),
      columns.join(","),
      ...(run.warmup === null ? [] : lines(run.warmup, [])),
      ...tuningComments(tuning),
      ...lines(
        run,
        derived.map(([, quantity]) => quantity),
      ),
      "",
    ].join("\n");
  });
}

function requireColumns(columns: readonly string[]): void {
  const bad = columns.find((column) => /[,#"\n\r]/.test(column));
  if (bad !== undefined)
    throw new InputError(
      "toCmdstanCsv",
      `a name must hold none of , # " or line ends, got ${JSON.stringify(bad)}`,
    );
  const repeated = columns.find((column, i) => columns.indexOf(column) !== i);
  if (repeated !== undefined) throw new InputError("toCmdstanCsv", `the column ${repeated} is there twice`);
}

function settingsComments(run: Run, chain: number): string[] {
  const { draws, warmup, targetAcceptance, maxTreeDepth } = run.settings;
  const engine =
    maxTreeDepth === null ? [] : ["#     engine = nuts", `#         max_depth = ${maxTreeDepth}`];
  return [
    "# method = sample",
    `#   num_samples = ${draws}`,
    `#   num_warmup = ${warmup}`,
    `#   save_warmup = ${run.warmup === null ? 0 : 1}`,
    "#   thin = 1",
    `#   delta = ${targetAcceptance}`,
    `#   algorithm = ${run.sampler}`,
    ...engine,
    `# id = ${chain + 1}`,
    "# written_by = pml",
  ];
}

function tuningComments({ stepSize, metric, covariance }: AdaptedTuning): string[] {
  const head = ["# Adaptation terminated", `# Step size = ${numberText(stepSize)}`];
  const texts = Array.from(covariance, numberText);
  if (metric === "diagonal")
    return [...head, "# Diagonal elements of inverse mass matrix:", `# ${texts.join(", ")}`];
  const dimension = Math.sqrt(texts.length);
  const rows = Array.from({ length: dimension }, (_, i) => texts.slice(i * dimension, (i + 1) * dimension));
  return [...head, "# Elements of inverse mass matrix:", ...rows.map((row) => `# ${row.join(", ")}`)];
}

function drawLines(
  { statistics, coordinates }: Draws,
  derived: readonly Quantity[],
  chain: number,
): string[] {
  const columns = [...statisticColumns.map(([, name]) => statistics[name]), ...coordinates, ...derived].map(
    (quantity) => quantity[chain]!,
  );
  return Array.from(columns[0]!, (_, draw) => columns.map((column) => numberText(column[draw]!)).join(","));
}

/** What one file holds: columns by name, the kept draws after those of warm-up. */
interface CsvChain {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly number[])[];
  readonly warmup: number;
  readonly settings: Readonly<Record<string, string>>;
}

function parseChain(text: string, file: number): CsvChain {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const comments = lines.filter((line) => line.startsWith("#"));
  const [head, ...body] = lines.filter((line) => !line.startsWith("#"));
  requireInput(
    head?.includes("lp__") ?? false,
    "fromCmdstanCsv",
    () => `text ${file} has no line of columns with lp__`,
    {
      file,
    },
  );
  const columns = head!.split(",").map((name) => name.trim());
  const rows = body.map((line) => line.split(",").map(parseNumber));
  const wrong = rows.findIndex((row) => row.length !== columns.length);
  requireInput(
    wrong < 0,
    "fromCmdstanCsv",
    () => `draw ${wrong} of text ${file} has ${rows[wrong]!.length} values for ${columns.length} columns`,
    { file, draw: wrong },
  );
  const settings = Object.fromEntries(
    comments.flatMap((line) => {
      const match = /^#\s*(\S+)\s*=\s*(\S+)/.exec(line);
      return match === null ? [] : [[match[1]!, match[2]!]];
    }),
  );
  const isSaved = settings.save_warmup === "1" || settings.save_warmup === "true";
  const warmup = isSaved ? Math.floor(Number(settings.num_warmup ?? 0) / Number(settings.thin ?? 1)) : 0;
  return { columns, rows, warmup, settings };
}

/**
 * Reads the files of one run, one text per chain, written by {@link toCmdstanCsv} or by CmdStan: every column becomes a
 * scalar quantity (`x.1` under the name `x[0]`), the statistics get ArviZ's names.
 *
 * @throws InputError for a text that is no such file, or chains with other columns or numbers of draws
 */
export function fromCmdstanCsv(texts: readonly string[]): InferenceDataGroups {
  requireInput(texts.length > 0, "fromCmdstanCsv", "wants at least one text");
  const chains = texts.map(parseChain);
  const [first] = chains as [CsvChain, ...CsvChain[]];
  chains.forEach((chain, file) => {
    requireInput(
      chain.columns.join() === first.columns.join() &&
        chain.rows.length === first.rows.length &&
        chain.warmup === first.warmup,
      "fromCmdstanCsv",
      () => `text ${file} has other columns or another number of draws than text 0`,
      { file },
    );
  });
  const kept = groupsOf(chains, first.warmup, first.rows.length);
  return {
    posterior: kept.posterior,
    sample_stats: kept.statistics,
    ...(first.warmup === 0 ? {} : warmupGroups(groupsOf(chains, 0, first.warmup))),
    attributes: first.settings,
  };
}

interface Groups {
  readonly posterior: Record<string, Quantity>;
  readonly statistics: Record<string, Quantity>;
}

const warmupGroups = ({ posterior, statistics }: Groups) => ({
  warmup_posterior: posterior,
  warmup_sample_stats: statistics,
});

function groupsOf(chains: readonly CsvChain[], from: number, to: number): Groups {
  const posterior: Record<string, Quantity> = {};
  const statistics: Record<string, Quantity> = {};
  chains[0]!.columns.forEach((column, at) => {
    const quantity = chains.map(({ rows }) => Float64Array.from(rows.slice(from, to), (row) => row[at]!));
    const ours = statisticColumns.find(([name]) => name === column)?.[1];
    if (ours !== undefined) statistics[arvizNames[ours]] = quantity;
    else if (column.endsWith("__")) statistics[column.slice(0, -2)] = quantity;
    else posterior[fromColumn(column)] = quantity;
  });
  return { posterior, statistics };
}
