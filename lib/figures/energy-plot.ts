import { bfmi } from "../inference/diagnostics/bfmi.js";
import { kde } from "../inference/diagnostics/kde.js";
import { mean } from "../inference/diagnostics/moments.js";
import { chainName, requireQuantities } from "./chains.js";
import { type Figure, inlineData } from "./spec.js";
import { heading, lineColours } from "./theme.js";

/**
 * Distribution of the energy about its mean beside that of its change from one transition to the next (nats). Where the
 * second is much narrower, the momenta cannot carry the chain into the tails; BFMI, in the title, is then below 0.3
 * (Betancourt 2016, arXiv:1604.00695).
 */
export function energyPlot(
  energy: readonly Float64Array[],
  { description }: { description: string },
): Figure {
  requireQuantities("energyPlot", [{ name: "energy", draws: energy }]);
  const centre = mean(energy);
  const curves = [
    {
      name: "energy, from its mean",
      values: energy.flatMap((chain) => Array.from(chain, (e) => e - centre)),
    },
    {
      name: "change in one transition",
      values: energy.flatMap((chain) => Array.from(chain.subarray(1), (e, t) => e - chain[t]!)),
    },
  ].map(({ name, values }) => ({ name, ...kde(values, { bins: 200 }) }));
  const fractions = bfmi(energy).map((value, chain) => `${chainName(chain)}: ${value.toFixed(2)}`);
  return {
    ...heading(description),
    width: 420,
    height: 200,
    title: { text: "Energy of the draws", subtitle: `BFMI ${fractions.join(", ")}`, anchor: "start" },
    data: inlineData(
      {
        what: curves.flatMap(({ name, x }) => Array.from(x, () => name)),
        energy: curves.flatMap(({ x }) => Array.from(x)),
        density: curves.flatMap(({ density }) => Array.from(density)),
      },
      5,
    ),
    mark: { type: "area", line: { strokeWidth: 1.5 }, opacity: 0.35 },
    encoding: {
      x: { field: "energy", type: "quantitative", axis: { title: "nats" } },
      y: { field: "density", type: "quantitative", stack: null, axis: null },
      color: {
        field: "what",
        type: "nominal",
        sort: null,
        scale: { domain: curves.map(({ name }) => name), range: [lineColours.blue, lineColours.orange] },
        legend: { title: null, orient: "top-right", fillColor: "white", padding: 4, labelLimit: 220 },
      },
    },
  } as unknown as Figure;
}
