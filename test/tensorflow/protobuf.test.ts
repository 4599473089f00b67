import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bytesField,
  floatField,
  integerField,
  message,
  packedField,
  textField,
} from "#internal/tensorflow/protobuf";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("fields are encoded as in the examples of Protocol Buffers' own documentation", () => {
  assert.equal(hex(integerField(1, 150)), "089601");
  assert.equal(hex(textField(2, "testing")), "120774657374696e67");
  assert.equal(hex(bytesField(3, integerField(1, 150))), "1a03089601");
  assert.equal(hex(packedField(6, [3, 270, 86942])), "3206038e029ea705");
});

test("negative integers, booleans, numbers of single precision and high field numbers", () => {
  assert.equal(hex(integerField(1, -1)), "08ffffffffffffffffff01");
  assert.equal(hex(integerField(1, -2)), "08feffffffffffffffff01");
  assert.equal(hex(integerField(5, true)) + hex(integerField(5, false)), "28012800");
  assert.equal(hex(floatField(4, 1.5)), "250000c03f");
  assert.equal(hex(integerField(16, 1)), "800101");
  assert.equal(hex(textField(1, "é")), "0a02c3a9");
});

test("a message is its fields in order", () => {
  assert.equal(hex(message()), "");
  assert.equal(hex(message(integerField(1, 1), textField(2, "a"))), "0801120161");
});
