import { bfmi, type Quantity } from "../../inference/index.js";
import { requireInput } from "../../support/index.js";
import { at, colour, fitted, number, rising } from "../marks/channel.js";
import { band, line } from "../marks/draw.js";
import { rounded, rounderFor } from "../marks/rounding.js";
import { type Figure, inlineRows } from "../marks/spec.js";
import { lineColours } from "../marks/theme.js";
import { figureOf } from "../marks/view.js";
import { densityCurves } from "./density-curves.js";
import { chainNames, requireQuantities } from "./named-quantity.js";

/** How energies are drawn. */
export interface EnergyPlotOptions {
  readonly description: string;
  readonly title?: string;
}

const kinds = ["energy less its mean", "change between draws"] as const;

/**
 * Distribution of the energy about its mean beside that of its changes from draw to draw (Betancourt 2016, arXiv:1604.00695).
 * Where the changes are much narrower, the momenta cannot carry the chain through the tails; BFMI, one number for
 * this, stands below for each chain: it should exceed 0.3.
 *
 * @param energy the statistic `energy` of a run, nats
 */
export function energyPlot(energy: Quantity, { description, title }: EnergyPlotOptions): Figure {
  requireQuantities("energyPlot", [{ name: "energy", draws: energy }]);
  const centred = energy.flatMap((chain) => {
    const mean = chain.reduce((sum, value) => sum + value, 0) / chain.length;
    return Array.from(chain, (value) => value - mean);
  });
  const changes = energy.flatMap((chain) => Array.from(chain.subarray(1), (value, t) => value - chain[t]!));
  requireInput(
    changes.some((change) => change !== 0),
    "energyPlot",
    "the energy of every chain is constant: it has no distribution to draw",
  );
  const { curves, note } = densityCurves([centred, changes]);
  const round = rounderFor(curves.flatMap(({ x }) => x));
  const every = curves.flatMap(({ x, density }, k) =>
    x.map((u, i) => ({ kind: kinds[k]!, at: round(u), density: rounded(density[i]!) })),
  );
  const fractions = bfmi(energy).map(
    (value, c) => `${chainNames(energy.length)[c]} ${Number.isNaN(value) ? "constant" : value.toFixed(2)}`,
  );
  const channels = {
    x: number("at", { title: `nats${note}`, name: "nats", scale: fitted }),
    y: number("density", { title: "density", scale: rising }),
    color: colour("kind", {
      name: "of",
      names: kinds,
      colours: [lineColours.blue, lineColours.orange],
      legend: { orient: "top-right", fillColor: "white", padding: 4 },
    }),
  };
  return figureOf(description, {
    title: { text: title ?? "Energy", subtitle: `BFMI: ${fractions.join(", ")}` },
    width: 420,
    height: 200,
    data: inlineRows(every, 9),
    layer: [band(undefined, { ...channels, y2: at(0) }, { opacity: 0.3 }), line(undefined, channels)],
  });
}
