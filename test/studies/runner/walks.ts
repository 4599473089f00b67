import { Random } from "pml/random";
import { jobStudy } from "pml/studies";

interface Walk {
  readonly seed: number;
  readonly end: number;
}

const seeds = [1, 2, 3, 4, 5, 6, 7];

/** A small study of jobs, for the tests of how such studies are run: ends of random walks. */
export const walks = jobStudy<{ readonly seed: number }, Walk, readonly Walk[]>({
  name: "walks",
  question: "Where do random walks end?",
  module: import.meta.url,
  seeds,
  jobs: seeds.map((seed) => ({ seed })),
  runJob: async ({ seed }) => {
    const random = Random.from(seed);
    let end = 0;
    for (let step = 0; step < 10; step++) end += random.normal();
    return { seed, end };
  },
  summarise: (outcomes) => outcomes,
  canary: async () => ({ end: Random.from(1).normal() }),
});

/** One of its jobs fails. */
export const failing = jobStudy<number, number, readonly number[]>({
  name: "failing",
  question: "What becomes of an error?",
  module: import.meta.url,
  seeds: [],
  jobs: [0, 1, 2, 3],
  runJob: async (job) => {
    if (job === 2) throw new Error("no more");
    return job;
  },
  summarise: (outcomes) => outcomes,
  canary: async () => null,
});
