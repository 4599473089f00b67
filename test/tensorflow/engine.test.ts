import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "pml/support";
import {
  dispose,
  execute,
  keep,
  liveTensors,
  read,
  readFloat32,
  readFloat64,
  scalar,
  scope,
  tensor,
} from "pml/tensorflow";

test("doubles cross over and back bit for bit", () => {
  const odd = Float64Array.of(
    0,
    -0,
    1 / 3,
    Number.MIN_VALUE,
    Number.MAX_VALUE,
    Number.NaN,
    -Infinity,
    2 ** -1040,
  );
  scope(() => {
    const back = readFloat64(tensor(odd, [2, 4]));
    assert.deepEqual(new BigUint64Array(back.buffer), new BigUint64Array(odd.buffer));
  });
});

test("a view that does not start at its buffer's beginning is copied from the right place", () => {
  const values = Float64Array.of(9, 9, 1, 2, 3).subarray(2);
  assert.deepEqual([...scope(() => readFloat64(tensor(values, [3])))], [1, 2, 3]);
});

test("single precision, integers and bytes keep type and values", () => {
  scope(() => {
    assert.deepEqual(read(tensor(Float32Array.of(1.5, -2), [2])), Float32Array.of(1.5, -2));
    assert.deepEqual(read(tensor(Int32Array.of(7, -8), [2])), Int32Array.of(7, -8));
    assert.deepEqual(read(tensor(Uint8Array.of(0, 255), [2])), Uint8Array.of(0, 255));
  });
});

test("a tensor keeps its values when the array it came from changes, wherever the array is aligned", () => {
  // TensorFlow's alignment is 64 bytes: of these sixteen starting points one meets it.
  for (let start = 0; start < 16; start++) {
    for (const source of [
      new Float32Array(new ArrayBuffer(4096), start * 4, 256).fill(1),
      new Int32Array(new ArrayBuffer(4096), start * 4, 256).fill(1),
      new Uint8Array(new ArrayBuffer(4096), start * 4, 256).fill(1),
      new Float64Array(new ArrayBuffer(4096), start * 8, 128).fill(1),
    ]) {
      scope(() => {
        const sent = tensor(source, [source.length]);
        source.fill(2);
        assert.ok(
          Array.from(read(sent) as Float32Array).every((value) => value === 1),
          `start ${start}`,
        );
      });
    }
  }
});

test("a scope frees what it made but for its result, also when it throws", () => {
  const before = liveTensors();
  const sum = scope(() => execute("AddV2", {}, [scalar(1), scalar(2)])[0]!);
  assert.equal(liveTensors(), before + 1);
  assert.equal(readFloat32(sum)[0], 3);
  dispose(sum);
  assert.throws(() =>
    scope(() => {
      scalar(1);
      throw new Error("stop");
    }),
  );
  assert.equal(liveTensors(), before);
});

test("results in records survive nested scopes; kept tensors outlive all of them", () => {
  const before = liveTensors();
  const { inner, kept } = scope(() => {
    const made = scope(() => ({ inner: [scalar(4)], other: scalar(5) }));
    return { inner: made.inner, kept: keep(scalar(6)) };
  });
  assert.equal(liveTensors(), before + 2);
  assert.equal(readFloat32(inner[0]!)[0], 4);
  dispose(...inner, kept);
  assert.equal(liveTensors(), before);
});

test("a kernel's refusal names the kernel and the shapes", () => {
  scope(() => {
    const a = tensor(new Float32Array(6), [2, 3]);
    assert.throws(
      () => execute("MatMul", {}, [a, a]),
      (error: unknown) =>
        error instanceof InputError && /MatMul.*float32\[2,3\], float32\[2,3\]/s.test(error.message),
    );
    dispose(a);
    assert.throws(() => execute("Relu", {}, [a]), /Relu: input of shape \[2,3\] has been disposed of/);
    assert.throws(() => tensor(new Float32Array(5), [2, 3]), /must have length 6, got 5/);
  });
});
