// Puts the code of a wasm together again that lies in columns (columns.mjs says why). It runs in the page, before the wasm does:
// some 20 ms once, for 20 KB that need not be loaded.

// The columns: opcodes, and what follows them, each kind by itself.
const [OPCODE, LOCAL, OFFSET, ALIGN, I32, CALL, BLOCK, BRANCH, I64, FLOAT, OTHER, DECLARED] = Array(12).keys();
export const COLUMNS = 12;

// What stands before the columns, in 32 bits each: how long the whole wasm is, how many functions it has, how many bytes are before
// their bodies, and how long each column is.
export const HEAD = 3 + COLUMNS;

// Passes on all bodies of functions, number for number and in their order, whichever way: `pass(column)` passes on a number in
// LEB128 and returns it, `pass(column, size)` as many bytes and returns the first; `begin` and `end` enclose a body. What an
// opcode is followed by: https://webassembly.github.io/spec/core/binary/instructions.html
export const walk = (count, pass, begin, end) => {
  for (; count; count--) {
    begin();
    for (let kinds = pass(DECLARED); kinds; kinds--) {
      pass(DECLARED);
      pass(DECLARED);
    }
    for (let depth = 1; depth; ) {
      const opcode = pass(OPCODE, 1);
      if (opcode === 0x0b) depth--;
      else if (opcode < 0x05 && opcode > 0x01) {
        depth++;
        pass(BLOCK);
      } else if (opcode >= 0x20 && opcode <= 0x22) pass(LOCAL);
      else if (opcode >= 0x28 && opcode <= 0x3e) {
        pass(ALIGN);
        pass(OFFSET);
      } else if (opcode === 0x41) pass(I32);
      else if (opcode === 0x10) pass(CALL);
      else if (opcode === 0x0c || opcode === 0x0d) pass(BRANCH);
      else if (opcode === 0x42) pass(I64);
      else if (opcode === 0x43) pass(FLOAT, 4);
      else if (opcode === 0x44) pass(FLOAT, 8);
      else if (opcode === 0x0e) for (let left = pass(OTHER) + 1; left; left--) pass(BRANCH);
      else if (opcode === 0x11) {
        pass(OTHER);
        pass(OTHER);
      } else if (opcode === 0x1c) for (let left = pass(OTHER); left; left--) pass(OTHER);
      else if (opcode === 0xfc) {
        const which = pass(OTHER);
        if (which > 7) pass(OTHER);
        if (which > 7 && which < 15 && which % 2 === 0) pass(OTHER);
      } else if ((opcode >= 0x23 && opcode <= 0x26) || opcode === 0x3f || opcode === 0x40 || opcode === 0xd0 || opcode === 0xd2) pass(OTHER);
    }
    end();
  }
};

// The whole wasm, from the section of the one that was loaded: its head, the columns, what is before the bodies and behind them.
export const restore = (section) => {
  const bytes = new Uint8Array(section);
  const view = new DataView(section);
  const [total, count, before, ...lengths] = Array.from({ length: HEAD }, (_, n) => view.getUint32(4 * n, true));
  const places = [];
  let at = 4 * HEAD;
  for (const length of lengths) {
    places.push(at);
    at += length;
  }
  const out = new Uint8Array(total);
  out.set(bytes.subarray(at, at + before));
  let to = before;
  let from;
  const pass = (column, size) => {
    let place = places[column];
    const first = bytes[place];
    let value = 0;
    if (size) for (; size; size--) out[to++] = bytes[place++];
    else
      for (let shift = 0; ; shift += 7) {
        const byte = (out[to++] = bytes[place++]);
        value |= (byte & 127) << shift;
        if (byte < 128) break;
      }
    places[column] = place;
    return value || first;
  };
  walk(
    count,
    pass,
    () => (from = to),
    () => {
      // The length of a body stands before it.
      let [length, wide] = [to - from, 1];
      while (length >> (7 * wide)) wide++;
      out.copyWithin(from + wide, from, to);
      for (to += wide; wide; wide--, length >>= 7) out[from++] = (length & 127) | (wide > 1 ? 128 : 0);
    },
  );
  out.set(bytes.subarray(at + before), to);
  return out;
};
