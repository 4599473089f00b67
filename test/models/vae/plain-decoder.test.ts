import assert from "node:assert/strict";
import { test } from "node:test";
import { type DecoderWeights, plainDecoder } from "pml/decoders";
import { decode } from "pml/models/vae";
import { Random } from "pml/random";
import { reportConvolutionalVae, reportVae } from "pml/report";
import { buildAutoencoder, initialParameters } from "#internal/models/vae/model";

const networks = [
  reportVae,
  { ...reportVae, activation: "linear" as const },
  reportConvolutionalVae,
  { ...reportConvolutionalVae, hidden: 16 },
];

/** A network with parameters larger than at its start, so that its images are not grey. */
function weightsOf(network: (typeof networks)[number]) {
  const parameters = initialParameters(buildAutoencoder(network), Random.from(5));
  for (const values of Object.values(parameters)) for (let i = 0; i < values.length; i++) values[i]! *= 3;
  return { network, parameters };
}

/** What TensorFlow makes of them. */
function byTensorFlow({ network, parameters }: ReturnType<typeof weightsOf>, codes: number[]) {
  const arrays = Object.fromEntries(Object.entries(parameters).map(([name, data]) => [name, { data }]));
  return decode({ kind: "vae", config: { network }, parameters: arrays } as never, codes);
}

const codes = [0, 0, 1.3, -0.4, -2, 2.5];

test("images are TensorFlow's to single precision, for dense and convolutional decoders", () => {
  for (const network of networks) {
    const weights = weightsOf(network);
    const expected = byTensorFlow(weights, codes);
    const decodeOne = plainDecoder(weights);
    const images = [0, 2, 4].flatMap((at) => [...decodeOne(codes.slice(at, at + 2))]);
    assert.equal(images.length, expected.length);
    const spread = Math.max(...expected) - Math.min(...expected);
    assert.ok(spread > 0.05, `${network.kind}: the images are grey`);
    const worst = Math.max(...images.map((value, i) => Math.abs(value - expected[i]!)));
    assert.ok(worst < 2e-6, `${network.kind}: ${worst}`);
  }
});

test("what does not fit is refused by name", () => {
  const weights = weightsOf(reportVae);
  const { "decoder.logits.bias": bias, ...others } = weights.parameters;
  const refused = (changed: Partial<DecoderWeights>, message: RegExp) =>
    assert.throws(() => plainDecoder({ ...weights, ...changed }), message);
  refused(
    { network: { ...reportConvolutionalVae, kernel: 5 } },
    /3 x 3 filters with stride 2.*got 2 of 5 x 5/,
  );
  refused({ parameters: others }, /no parameter decoder\.logits\.bias/);
  refused(
    { parameters: { ...others, "decoder.logits.bias": bias!.slice(1) } },
    /decoder\.logits\.bias.*784.*783/,
  );
  refused({ network: { ...reportVae, likelihood: { kind: "gaussian" } as never } }, /Bernoulli pixels only/);
  assert.throws(() => plainDecoder(weights)([1]), /code/);
  assert.throws(() => plainDecoder(weights)([1, Number.NaN]), /code/);
});
