import { plainDecoder } from "pml/decoders";
import type { VaeConfig } from "pml/models";
import type { Room } from "./situation.js";

const network: VaeConfig = { kind: "vae", rows: 1, columns: 2, hidden: [1], latent: 2 };
const parameters = {
  "decoder.hidden1.weight": [1, 2],
  "decoder.hidden1.bias": [0],
  "decoder.logits.weight": [1, -1],
  "decoder.logits.bias": [0, 0],
};

export const decoders: Room = {
  name: "decoders",
  situations: [
    {
      situation: "A decoder whose parameters are not all there",
      remedy: "Give every parameter of the trained model whose name begins with `decoder.`.",
      occur: () => plainDecoder({ network, parameters: { "decoder.hidden1.weight": [1, 2] } }),
    },
    {
      situation: "A decoder on plain arrays for another distribution of pixels than Bernoulli",
      remedy: "Decode it with `decode` of `pml/models/vae`.",
      occur: () =>
        plainDecoder({ network: { ...network, likelihood: { kind: "continuous-bernoulli" } }, parameters }),
    },
    {
      situation: "A code of another dimension than the decoder's",
      remedy: "Give as many coordinates as the model has latent dimensions.",
      occur: () => plainDecoder({ network, parameters })([0.5]),
    },
  ],
};
