import { PlainMixture, PlanePosterior, plainPca } from "pml/densities";
import { centredDigit } from "pml/pixels";
import type { Room } from "./situation.js";

export const densities: Room = {
  name: "densities",
  situations: [
    {
      situation: "A mixture on plain arrays with a component that has no volume, and no floor",
      remedy: "Give a floor above 0.",
      occur: () =>
        new PlainMixture(
          [
            {
              weight: 1,
              mean: Float64Array.of(1, 1),
              columns: Uint16Array.of(0, 1),
              covariance: Float64Array.of(1, 0, 1, 1),
            },
          ],
          { floor: 0 },
        ),
    },
    {
      situation: "Loadings that are not as many for every column",
      remedy: "Give W row after row, a row of M numbers for each column.",
      occur: () => plainPca({ mean: [0, 0], loadings: [1, 2, 3], noiseVariance: 1 }),
    },
    {
      situation: "A plane of codes in blocks without a middle",
      remedy: "Give an odd number of codes along the side of a block.",
      occur: () =>
        new PlanePosterior((code) => Float64Array.from(code), {
          from: -1,
          to: 1,
          spacing: 0.1,
          blockSide: 2,
          margin: 30,
          kept: 10,
        }),
    },
  ],
};

export const pixels: Room = {
  name: "pixels",
  situations: [
    {
      situation: "A drawing without ink",
      remedy: "Draw something before it is laid out as a digit.",
      occur: () => centredDigit({ ink: new Float64Array(4), rows: 2, columns: 2 }),
    },
  ],
};
