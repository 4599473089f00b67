import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { ess, mcseMean, mcseSd, mean, type Quantity, rhat, sd, warnings } from "pml/inference";
import { normalUpperTail } from "pml/math";
import { sampleModel } from "pml/model";
import { Random } from "pml/random";
import type { Posterior } from "./posterior.js";
import { posteriors } from "./posteriors.js";

/** A file of posteriordb: its data, and moments of the reference draws. */
export interface PosteriorFile {
  readonly posterior: string;
  readonly data: unknown;
  readonly reference: Readonly<Record<string, { readonly mean: number; readonly sd: number }>>;
}

/** One moment beside that of the reference. */
interface Comparison {
  readonly posterior: string;
  /** "mean of tau" */
  readonly what: string;
  readonly ours: number;
  readonly reference: number;
  /** |difference| in standard errors of both sides. */
  readonly z: number;
}

/** A row of the scoreboard. */
export interface Score {
  readonly posterior: string;
  readonly comparisons: readonly Comparison[];
  readonly largestRhat: number;
  /** Bulk effective sample size of the worst quantity. */
  readonly smallestEss: number;
  readonly seconds: number;
  /** Evaluations of the gradient, those of warm-up included. */
  readonly gradients: number;
  readonly divergences: number;
  readonly warnings: readonly string[];
}

/** Number of reference draws that each moment is from: 10 chains of 1,000, thinned until nearly independent. */
const referenceDraws = 10_000;

/** Names of the database count from 1: "theta[2]", "x[2,3]". */
const fromZero = (name: string): string =>
  name.replace(
    /\[([\d,]+)\]/,
    (_, places: string) => `[${places.split(",").map((place) => Number(place) - 1)}]`,
  );

const sumOf = (quantity: Quantity): number =>
  quantity.reduce((total, chain) => chain.reduce((sum, x) => sum + x, total), 0);

/** Standard error of the reference's standard deviation: the delta method, with the kurtosis of our draws. */
function referenceErrorOfSd(draws: Quantity, referenceSd: number): number {
  const [m, s] = [mean(draws), sd(draws)];
  const fourth = sumOf(draws.map((chain) => chain.map((x) => ((x - m) / s) ** 4)));
  const kurtosis = fourth / (draws.length * draws[0]!.length);
  return referenceSd * Math.sqrt((kurtosis - 1) / (4 * referenceDraws));
}

function compareMoments(
  posterior: string,
  name: string,
  draws: Quantity,
  reference: PosteriorFile["reference"][string],
): Comparison[] {
  const pairs = [
    ["mean", mean(draws), reference.mean, mcseMean(draws), reference.sd / Math.sqrt(referenceDraws)],
    ["sd", sd(draws), reference.sd, mcseSd(draws), referenceErrorOfSd(draws, reference.sd)],
  ] as const;
  return pairs.map(([moment, ours, theirs, error, theirError]) => ({
    posterior,
    what: `${moment} of ${name}`,
    ours,
    reference: theirs,
    z: Math.abs(ours - theirs) / Math.hypot(error, theirError),
  }));
}

/** How many draws a posterior is judged by. */
export interface ScoreOptions {
  readonly draws?: number;
  readonly seed?: number;
}

/** Samples one posterior and compares it with its reference. */
export async function score(
  file: PosteriorFile,
  known: Posterior,
  { draws = 1000, seed = 1 }: ScoreOptions = {},
): Promise<Score> {
  const model = known.model(file.data);
  let gradients = 0;
  const density = model.logDensityAndGradient;
  const counted = Object.assign(Object.create(model) as typeof model, {
    logDensityAndGradient(position: Float64Array, gradient: Float64Array) {
      gradients++;
      return density(position, gradient);
    },
  });
  const begin = performance.now();
  const run = await sampleModel(
    counted,
    { draws, warmup: 1000, ...known.settings },
    { random: Random.from(seed) },
  );
  const seconds = (performance.now() - begin) / 1000;
  const judged = Object.entries(file.reference).map(([name, reference]) => {
    const found = run.quantities[fromZero(name)];
    if (found === undefined) throw new Error(`${file.posterior}: the model has no quantity ${name}`);
    return { name, reference, draws: found };
  });
  const quantities = judged.map((each) => each.draws);
  return {
    posterior: file.posterior,
    comparisons: judged.flatMap((each) => {
      const moments = compareMoments(file.posterior, each.name, each.draws, each.reference);
      return known.withoutVariance?.includes(each.name) ? moments.slice(0, 1) : moments;
    }),
    largestRhat: Math.max(...quantities.map((each) => rhat(each))),
    smallestEss: Math.min(...quantities.map((each) => ess(each))),
    seconds,
    gradients,
    divergences: sumOf(run.statistics.divergent),
    warnings: warnings(run).map(({ text }) => text),
  };
}

/** Holm's adjusted two-sided p-values, in the order of the z: each may be compared with the level of the whole family. */
export function holm(z: readonly number[]): number[] {
  const p = z.map((each) => 2 * normalUpperTail(Math.abs(each)));
  const order = [...p.keys()].sort((i, j) => p[i]! - p[j]!);
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  order.forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * p[i]!));
    adjusted[i] = largest;
  });
  return adjusted;
}

/** What speaks against a family of scores; empty if nothing does. */
export function problems(scores: readonly Score[], level = 0.01): string[] {
  const isHard = (score: Score) => posteriors[score.posterior]?.hard !== undefined;
  const judged = scores.filter((each) => !isHard(each));
  const comparisons = judged.flatMap((each) => each.comparisons);
  const adjusted = holm(comparisons.map(({ z }) => z));
  return [
    ...comparisons.flatMap(({ posterior, what, ours, reference, z }, i) =>
      adjusted[i]! >= level
        ? []
        : [
            `${posterior}: ${what} is ${ours}, the reference has ${reference}: ${z.toFixed(1)} standard errors`,
          ],
    ),
    ...judged.flatMap(({ posterior, largestRhat }) =>
      largestRhat < 1.01 ? [] : [`${posterior}: R-hat ${largestRhat.toFixed(3)}`],
    ),
    ...scores
      .filter(isHard)
      .flatMap(({ posterior, warnings: said }) =>
        said.length > 0
          ? []
          : [`${posterior}: no warning, although ${posteriors[posterior]!.hard} defeats the sampler`],
      ),
  ];
}

const columns = [
  "posterior",
  "|z| mean",
  "|z| sd",
  "R-hat",
  "ESS",
  "ESS/s",
  "ESS/1000 gradients",
  "divergent",
  "s",
];

function row({
  posterior,
  comparisons,
  largestRhat,
  smallestEss,
  seconds,
  gradients,
  divergences,
}: Score): string[] {
  const worst = (moment: string) =>
    Math.max(...comparisons.filter(({ what }) => what.startsWith(moment)).map(({ z }) => z)).toFixed(2);
  return [
    posterior,
    worst("mean"),
    worst("sd"),
    largestRhat.toFixed(3),
    smallestEss.toFixed(0),
    (smallestEss / seconds).toFixed(0),
    ((1000 * smallestEss) / gradients).toFixed(1),
    String(divergences),
    seconds.toFixed(1),
  ];
}

function aligned(cells: readonly (readonly string[])[]): string[] {
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((each) => each[i]!.length)));
  return cells.map((each) =>
    each.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join("  "),
  );
}

/** The posteriors of a folder. */
export function readPosteriors(folder: string): PosteriorFile[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().map((name) => {
    const file = JSON.parse(readFileSync(join(folder, name), "utf8")) as PosteriorFile;
    return { ...file, posterior: file.posterior ?? basename(name, ".json") };
  });
}

/** Samples every posterior of a folder whose model is known, and prints the scoreboard; returns the process's exit code. Asked as `npm run conformance` is. */
export async function run(
  folder: string,
  only: readonly string[] = [],
  print = console.log,
): Promise<number> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    print(`posteriors: ${folder} is not a folder of posterior files`);
    return 2;
  }
  const scores: Score[] = [];
  for (const file of readPosteriors(folder)) {
    if (only.length > 0 && !only.some((part) => file.posterior.includes(part))) continue;
    const known = posteriors[file.posterior];
    if (known === undefined) {
      print(`${file.posterior}: left out, there is no model of that name in test/posteriors`);
      continue;
    }
    const found = await score(file, known);
    scores.push(found);
    print(
      `${file.posterior}: ${found.seconds.toFixed(1)} s${found.warnings.map((text) => `\n  ${text}`).join("")}`,
    );
  }
  if (scores.length === 0) {
    print("posteriors: nothing to compare");
    return 2;
  }
  print("");
  for (const line of aligned([columns, ...scores.map(row)])) print(line);
  const found = problems(scores);
  const count = scores.flatMap(({ comparisons }) => comparisons).length;
  print("");
  for (const line of found) print(`FAIL ${line}`);
  print(
    found.length === 0
      ? `${count} moments of ${scores.length} posteriors agree with their references (Holm over all, level 0.01)`
      : `${found.length} problems in ${scores.length} posteriors`,
  );
  return found.length === 0 ? 0 : 1;
}
