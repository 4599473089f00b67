/** A field of a message in Protocol Buffers' wire format. */
export type Field = Uint8Array;

const text = new TextEncoder();
const varintWire = 0;
const lengthWire = 2;
const fixed32Wire = 5;

/** Base-128 digits, lowest first; a negative number is its 64-bit two's complement. */
function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const digit = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? digit : digit | 128);
  } while (rest !== 0n);
  return bytes;
}

const key = (number: number, wire: number) => varint((number << 3) | wire);

/** Messages end to end: the fields of one message. */
export function message(...fields: readonly Field[]): Uint8Array {
  const whole = new Uint8Array(fields.reduce((length, field) => length + field.length, 0));
  let at = 0;
  for (const field of fields) {
    whole.set(field, at);
    at += field.length;
  }
  return whole;
}

/** An integer, an enumeration or a boolean. */
export function integerField(number: number, value: number | boolean): Field {
  return Uint8Array.from([...key(number, varintWire), ...varint(Number(value))]);
}

/** A number in single precision. */
export function floatField(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...key(number, fixed32Wire), ...bytes]);
}

/** Bytes, or a message within a message. */
export function bytesField(number: number, value: Uint8Array): Field {
  return message(Uint8Array.from([...key(number, lengthWire), ...varint(value.length)]), value);
}

/** A string in UTF-8. */
export function textField(number: number, value: string): Field {
  return bytesField(number, text.encode(value));
}

/** Integers of a repeated field, packed. */
export function packedField(number: number, values: readonly number[]): Field {
  return bytesField(number, Uint8Array.from(values.flatMap((value) => varint(value))));
}
