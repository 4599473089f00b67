import assert from "node:assert/strict";
import { test } from "node:test";
import { digitColours, reportDigitColours } from "pml/figures";
import { lettersOn } from "#internal/figures/marks/theme";
import { contrast } from "../../support/contrast.js";

type Triple = readonly [number, number, number];

/** Linear light in 0..1 from "#rrggbb". */
const linear = (colour: string) =>
  [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;

const times = (matrix: readonly Triple[], v: Triple) =>
  matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Triple;

const toXyz: readonly Triple[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];

// complete colour blindness in linear light: Machado, Oliveira and Fernandes 2009, table 1, severity 1
const eyes: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  "without red receptors": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  "without green receptors": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** CIELAB of linear light, white point of sRGB. */
function lab(light: Triple): Triple {
  const clipped = light.map((part) => Math.min(1, Math.max(0, part))) as unknown as Triple;
  const white = times(toXyz, [1, 1, 1]);
  const [x, y, z] = times(toXyz, clipped).map((value, i) => {
    const share = value / white[i]!;
    return share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116;
  }) as unknown as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

for (const [name, matrix] of Object.entries(eyes)) {
  test(`the ten corrected colours stay apart for eyes that are ${name}`, () => {
    const seen = digitColours.map((colour) => lab(times(matrix, linear(colour))));
    seen.forEach((first, i) => {
      seen.slice(i + 1).forEach((second, j) => {
        const distance = Math.hypot(...first.map((part, c) => part - second[c]!));
        assert.ok(distance >= (name === "normal" ? 35 : 22), `${i} and ${i + 1 + j}: ${distance.toFixed(1)}`);
      });
    });
  });
}

test("the three dark digits, 0, 4 and 9, differ in lightness too, as small points show no hue", () => {
  const [none, four, nine] = [0, 4, 9].map((digit) => lab(linear(digitColours[digit]!))[0]) as [
    number,
    number,
    number,
  ];
  for (const [a, b] of [
    [none, four],
    [four, nine],
    [none, nine],
  ] as const)
    assert.ok(Math.abs(a - b) >= 9, `${a.toFixed(1)} and ${b.toFixed(1)}`);
});

test("the corrected colours are readable on white", () => {
  for (const colour of digitColours) {
    const onWhite = contrast(colour, "#ffffff");
    assert.ok(onWhite >= 3 && onWhite <= 14, `${colour}: ${onWhite.toFixed(2)}`);
  }
});

test("the report's colours are its literal names in the order of the digits", () => {
  assert.equal(reportDigitColours.join(" "), "black red blue green brown orange yellow magenta cyan purple");
});

test("letters on a ground are white or dark, whichever is told from it better, by 4 : 1 at least", () => {
  for (const ground of [...digitColours, "#ffffff", "#000000", "#777777"]) {
    const letters = lettersOn(ground);
    const other = letters === "#ffffff" ? "#111111" : "#ffffff";
    assert.ok(contrast(letters, ground) >= contrast(other, ground) - 1e-3, ground);
    assert.ok(contrast(letters, ground) > 4, `${ground}: ${contrast(letters, ground)}`);
  }
  assert.deepEqual([lettersOn("#ffffff"), lettersOn("#000000")], ["#111111", "#ffffff"]);
});
