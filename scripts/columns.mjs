// Lays the code of a wasm out in columns: all opcodes, then all numbers of local variables, all offsets, and so on.
//
// In a wasm, an opcode and the number that goes with it stand side by side. A compressor guesses the next byte from those before
// it, and what comes after an opcode says little about the next one. Kind by kind, the same code of the operator's page takes a
// tenth less of brotli; the page puts it together again (restore.mjs). The public page is not laid out so: its first verdict would
// gain nothing, because a wasm as it is compiles while it is loaded.
//
// What is written is a wasm as well, so that it is loaded, served and preloaded as one: with a single section of its own, which
// engines leave alone.

import { number, sections, sized } from "./binary.mjs";
import { COLUMNS, HEAD, restore, walk } from "./restore.mjs";

// The same wasm in columns.
export const layOut = (bytes) => {
  const columns = Array.from({ length: COLUMNS }, () => []);
  const code = [...sections(bytes)].find(({ kind }) => kind === 10);
  const { cursor } = code;
  const count = cursor.number();
  const before = cursor.at;
  const pass = (column, size) => {
    const at = cursor.at;
    const value = size ? bytes[at] : cursor.number();
    if (size) cursor.at += size;
    columns[column].push(bytes.subarray(at, cursor.at));
    return value;
  };
  walk(count, pass, () => cursor.number(), () => {});
  if (cursor.at !== code.end) throw new Error("The code of the wasm was not understood.");
  const joined = columns.map((column) => Buffer.concat(column));
  const head = Buffer.alloc(4 * HEAD);
  [bytes.length, count, before, ...joined.map(({ length }) => length)].forEach((value, n) => head.writeUInt32LE(value, 4 * n));
  const section = Buffer.concat([head, ...joined, bytes.subarray(0, before), bytes.subarray(code.end)]);
  if (Buffer.compare(restore(Uint8Array.from(section).buffer), bytes)) throw new Error("What was laid out in columns is not the same afterwards.");
  return Buffer.concat([bytes.subarray(0, 8), Buffer.from([0]), sized(Buffer.concat([sized(Buffer.from("columns")), section]))]);
};
