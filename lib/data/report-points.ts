import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inRepository, repositoryRoot } from "../node/index.js";
import { requireInput } from "../support/index.js";

/** Two coordinates a point, point after point. */
type Points = Float64Array;

/** The test images in the report's Figure 3, image after image. */
export interface ReportCodes {
  readonly digits: Uint8Array;
  /** Codes of the VAE (Figure 3a) and of the convolutional VAE (3b). */
  readonly vae: Points;
  readonly cvae: Points;
  /** Posterior means of probabilistic PCA (3c); principal components of the test set (3d). */
  readonly ppca: Points;
  readonly pca: Points;
}

/** The report's draws of the Gaussian process' hyper-posterior (section 2.1), chain after chain. */
export interface ReportDraws {
  readonly lengthscale: readonly Float64Array[];
  /** Signal VARIANCE of the kernel. */
  readonly variance: readonly Float64Array[];
}

const folder = join(repositoryRoot, "data", "report");

/**
 * The points of the report's Figure 3, read back from its drawing (`data/report`): for comparison with what this library computes.
 *
 * @throws InputError if the file is missing or a cell is no number, naming the line
 */
export function readReportCodes(path = join(folder, "codes.csv")): ReportCodes {
  const at = readColumns("readReportCodes", path);
  const points = (name: string) => {
    const [x, y] = [at(`${name}_x`), at(`${name}_y`)];
    return Float64Array.from({ length: 2 * x.length }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1]!);
  };
  return {
    digits: Uint8Array.from(at("digit")),
    vae: points("vae"),
    cvae: points("cvae"),
    ppca: points("ppca"),
    pca: points("pca"),
  };
}

/**
 * The report's draws of lengthscale and signal variance in section 2.1, read back from its drawing (`data/report`).
 *
 * @throws InputError if the file is missing or a cell is no number, naming the line
 */
export function readReportDraws(path = join(folder, "draws.csv")): ReportDraws {
  const at = readColumns("readReportDraws", path);
  const chain = at("chain");
  const byChain = (values: Float64Array) =>
    [...new Set(chain)].map((each) => values.filter((_, i) => chain[i] === each));
  return { lengthscale: byChain(at("lengthscale")), variance: byChain(at("variance")) };
}

/** The columns of a file of numbers by the names in its first line. */
function readColumns(caller: string, path: string): (name: string) => Float64Array {
  requireInput(
    existsSync(path),
    caller,
    () => `${inRepository(path)} is missing: it is part of the repository`,
  );
  const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const names = header.split(",");
  const rows = lines.map((line, i) => {
    const cells = line.split(",").map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell)));
    requireInput(
      cells.length === names.length && cells.every(Number.isFinite),
      caller,
      () =>
        `${inRepository(path)}, line ${i + 2}: wanted ${names.length} numbers, got ${JSON.stringify(line)}`,
    );
    return cells;
  });
  return (name) => {
    const column = names.indexOf(name);
    requireInput(column >= 0, caller, () => `${inRepository(path)} has no column ${name}, only ${header}`);
    return Float64Array.from(rows, (cells) => cells[column]!);
  };
}
