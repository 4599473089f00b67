import { InputError, requireInput } from "../../support/index.js";
import type { AdaptedTuning } from "../sampling/chain.js";
import type { StatisticName } from "../sampling/record.js";
import type { Draws, Quantity, Run } from "../sampling/run.js";
import { arvizNames, type InferenceDataGroups } from "./arviz-json.js";
import { fromColumn, toColumn } from "./cmdstan-names.js";
import { numberText, parseNumber } from "./cmdstan-numbers.js";

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

/**
 * A run in the files of CmdStan, one text per chain, for `arviz.from_cmdstan`, `cmdstanr` or `posterior`: comments with the
 * settings, a line of column names, warm-up draws where they were kept, what was adapted, and the draws, all digits kept.
 *
 * @param quantities derived quantities to add, by name (of the kept draws: not allowed where warm-up was kept)
 * @throws InputError for a name that a CSV file cannot hold, that would be read back as another, or that is there twice
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
  requireReadable(names);
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

/** What is written has to come back under its name, and among the parameters. */
function requireReadable(names: readonly string[]): void {
  for (const name of names) {
    const back = fromColumn(toColumn(name).trim());
    requireInput(
      name !== "" && back === name && !name.endsWith("__"),
      "toCmdstanCsv",
      () =>
        name.endsWith("__")
          ? `the name ${name} ends as only Stan's own statistics do`
          : `the name ${JSON.stringify(name)} would be read back as ${JSON.stringify(back)}`,
      { name },
    );
  }
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
  /** Whether the text ends with a line end. */
  readonly isEnded: boolean;
}

const split = (line: string) => line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));

function parseChain(text: string, file: number): CsvChain {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const comments = lines.filter((line) => line.startsWith("#"));
  const [head, ...body] = lines.filter((line) => !line.startsWith("#"));
  const columns = split(head ?? "");
  requireInput(
    columns.includes("lp__"),
    "fromCmdstanCsv",
    () => `text ${file} has no line of columns with lp__`,
    { file },
  );
  const repeated = columns.find((column, i) => columns.indexOf(column) !== i);
  requireInput(
    repeated === undefined,
    "fromCmdstanCsv",
    () => `text ${file} has the column ${repeated} twice`,
  );
  const rows = body.map((line, draw) => parseRow(line, columns, file, draw));
  const settings = settingsOf(comments);
  const warmup = warmupOf(settings, rows.length, file);
  return { columns, rows, warmup, settings, isEnded: text.endsWith("\n") };
}

function parseRow(line: string, columns: readonly string[], file: number, draw: number): number[] {
  const cells = line.split(",");
  requireInput(
    cells.length === columns.length,
    "fromCmdstanCsv",
    () => `draw ${draw} of text ${file} has ${cells.length} values for ${columns.length} columns`,
    { file, draw },
  );
  return cells.map((cell, at) => {
    const value = parseNumber(cell);
    if (value === undefined)
      throw new InputError(
        "fromCmdstanCsv",
        `draw ${draw} of text ${file} has ${JSON.stringify(cell)} for ${columns[at]}, which is no number`,
        { file, draw, column: columns[at], cell },
      );
    return value;
  });
}

/** The lines `name = value` among the comments, without CmdStan's "(Default)". */
function settingsOf(comments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    comments.flatMap((line) => {
      const match = /^#\s*(\S+)\s*=\s*(\S+)/.exec(line);
      return match === null ? [] : [[match[1]!, match[2]!]];
    }),
  );
}

/**
 * The number of rows that are warm-up: CmdStan writes the transitions 0, thin, 2 thin, ... of each phase, so their number is
 * rounded up. Without adaptation of any kind (`fixed_param`) there is no warm-up.
 */
function warmupOf(settings: Readonly<Record<string, string>>, rows: number, file: number): number {
  const { method = "sample", algorithm, save_warmup = "0", thin = "1" } = settings;
  requireInput(
    method === "sample",
    "fromCmdstanCsv",
    () => `text ${file} is the output of CmdStan's method ${method}, wanted are draws of its method sample`,
    { file, method },
  );
  const steps = Number(thin);
  requireInput(
    Number.isInteger(steps) && steps >= 1,
    "fromCmdstanCsv",
    () => `text ${file} says thin = ${thin}, which is no number of draws`,
    { file, thin },
  );
  const isSaved = (save_warmup === "1" || save_warmup === "true") && algorithm !== "fixed_param";
  if (!isSaved) return 0;
  const warmup = Math.ceil(Number(settings.num_warmup ?? Number.NaN) / steps);
  requireInput(
    warmup >= 0 && warmup <= rows,
    "fromCmdstanCsv",
    () =>
      `text ${file} should begin with ${warmup} warm-up draws (num_warmup = ${settings.num_warmup}, thin = ${thin}), but has ${rows} draws`,
    { file, warmup, rows },
  );
  return warmup;
}

/**
 * Refuses a file with more draws than its settings announce, and one with fewer whose last line does not end: its last number may be
 * cut. A run that was broken off between two draws is read as far as it came.
 */
function requireWhole({ rows, warmup, settings, isEnded }: CsvChain, file: number): void {
  const { num_samples, thin = "1" } = settings;
  if (num_samples === undefined) return;
  const draws = rows.length - warmup;
  const announced = Math.ceil(Number(num_samples) / Number(thin));
  requireInput(
    draws === announced || (draws < announced && isEnded),
    "fromCmdstanCsv",
    () =>
      `text ${file} has ${draws} draws after warm-up, while its settings announce ${announced} (num_samples = ${num_samples}, ` +
      `thin = ${thin})${draws < announced ? ", and its last line does not end: it was cut short" : ""}`,
    { file, draws, announced },
  );
}

/**
 * Reads the files of one run, one text per chain, written by {@link toCmdstanCsv} or by CmdStan: every column becomes a
 * scalar quantity (`x.1` under the name `x[0]`, `theta.1.2` under `theta[0,1]`; see {@link fromColumn}), the statistics get
 * ArviZ's names.
 *
 * @throws InputError for a text that is no such file, a cell that is no number, chains with other columns or numbers of draws, more
 * draws than the settings announce, or fewer and a last line without its end
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
  chains.forEach(requireWhole);
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
