// Reads the binary form of a wasm, as far as the scripts beside this one want it.

// Goes through bytes from a place on. Numbers are LEB128 without a sign, texts have their length in front.
export class Cursor {
  constructor(bytes, at) {
    Object.assign(this, { bytes, at });
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  take(length) {
    return this.bytes.subarray(this.at, (this.at += length));
  }
  text() {
    return this.take(this.number()).toString("utf8");
  }
  // Calls `item` for each of a vector, which has its length in front.
  each(item) {
    for (let left = this.number(); left; left--) item();
  }
}

// The sections of a module: their kinds, a cursor at the beginning of each, and where it ends.
export const sections = function* (bytes) {
  const cursor = new Cursor(bytes, 8);
  while (cursor.at < bytes.length) {
    const [kind, size] = [cursor.byte(), cursor.number()];
    const end = cursor.at + size;
    yield { kind, cursor: new Cursor(bytes, cursor.at), end };
    cursor.at = end;
  }
};

// How many functions a module imports. They come first among its functions.
export const imported = (bytes) =>
  WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({ kind }) => kind === "function").length;

// The other way round.
export const number = (value) => {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
};
export const sized = (bytes) => Buffer.concat([number(bytes.length), bytes]);
