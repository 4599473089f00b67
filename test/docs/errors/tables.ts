import { periodic } from "pml/gp";
import { kernelPosterior } from "pml/report";
import { fixed, table, tableTwo, valueTable } from "pml/tables";
import type { Room } from "./situation.js";

export const tables: Room = {
  name: "tables",
  situations: [
    {
      situation: "A table without columns",
      remedy: "Give at least one column: its header and what it takes from a row.",
      occur: () => table([1, 2, 3], []),
    },
    {
      situation: "A row has more cells than the table has columns",
      remedy: "One cell for each column; `undefined` leaves one empty.",
      occur: () => valueTable([["model"], ["nats", fixed(2)]], [["VAE", -141.27, 0.0369]]),
    },
    {
      situation: "Decimals that are no number of digits",
      remedy: "Give 0, 1, 2, ... decimals.",
      occur: () => fixed(-1),
    },
    {
      situation: "Table 2 of nothing",
      remedy: "Look at the studies that it is made of: they hold no rows.",
      occur: () => tableTwo([]),
    },
  ],
};

export const report: Room = {
  name: "report",
  situations: [
    {
      situation: "The exam's posterior of a kernel with a parameter that the exam does not know",
      remedy:
        "Take a kernel with lengthscale and variance only, or make a `HyperPosterior` with priors of your own.",
      occur: () => kernelPosterior(periodic()),
    },
  ],
};
