// Cuts the visitors' page in two: what the first verdict needs, and the rest, which the page loads when it has shown that.
//
// The rest is what the past is made of: the recorder's files, days, incidents, maintenance, and the elements that show them. It
// is one program all the same: Rust calls from one part into the other as within one, and both share their memory. `wasm-split` of
// binaryen puts the calls between them through the table of functions.
//
// What belongs to the rest is not listed but follows from GATES, the only functions of it that the first part may call: all that is
// reached through them alone. The page opens a gate only after `effect::later` has loaded the rest; a call before that ends in the
// words of `boot.js` for a page that has stopped. Without `wasm-split` the page stays in one piece, and larger.

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { imported, sections } from "./binary.mjs";

const GATES = [
  "<allclear::history::document::past::History>::read",
  "<allclear::history::document::times::Times>::read",
  "allclear::history::incident::document::read",
  "<allclear::view::public::archive::Archive>::renew",
  "<allclear::view::public::archive::Archive>::table",
  "<allclear::view::public::archive::Archive>::csv",
  "<allclear::view::public::Scene>::title",
  "allclear::view::public::past::loaded_past",
  "allclear::view::public::problem::with_told",
  "allclear::view::public::story::story",
  "<allclear::browser::shell::Shell>::read_last",
  "allclear::browser::ui::foot::table",
  "allclear::browser::ui::history::all_details",
  "allclear::browser::ui::history::opened",
  "allclear::browser::ui::past::day",
  "allclear::browser::ui::past::story",
  "allclear::browser::ui::problems::update",
  "allclear::browser::ui::prose::some",
];

// What is called through the table of functions could be called by anybody, and stays in the first part; but for these, which
// only their own module passes on.
const PASSED_ON = /^<?allclear::history::incident::document::/;

// What stands in a module, as far as it is wanted here: names of functions by index, imported ones first, without their crates'
// hashes; and the tables that it exports, each with the place of its index.
const read = (bytes) => {
  const [names, tables] = [new Map(), new Map()];
  for (const { kind, cursor, end } of sections(bytes)) {
    if (kind === EXPORTS)
      cursor.each(() => {
        const [name, what] = [cursor.text(), cursor.byte()];
        if (what === TABLE) tables.set(name, cursor.at);
        cursor.number();
      });
    if (kind === CUSTOM && cursor.text() === "name")
      while (cursor.at < end) {
        const [part, length] = [cursor.byte(), cursor.number()];
        const next = cursor.at + length;
        if (part === FUNCTIONS) cursor.each(() => names.set(cursor.number(), cursor.text().replace(/\[[0-9a-f]{8,}\]/g, "")));
        cursor.at = next;
      }
  }
  return { names, tables };
};
const [CUSTOM, EXPORTS, TABLE, FUNCTIONS] = [0, 7, 1, 1];

// Who calls whom in a module without names, where functions are called by their number.
const graph = (text) => {
  const [calls, tabled, exported] = [new Map(), new Set(), new Set()];
  let caller;
  for (const line of text.split("\n")) {
    const begun = /^ \(func \$(\d+)/.exec(line);
    if (begun) calls.set((caller = begun[1]), new Set());
    else if (line.startsWith(" (elem")) for (const [, callee] of line.matchAll(/\$(\d+)/g)) tabled.add(callee);
    else if (line.startsWith(" (export")) for (const [, callee] of line.matchAll(/\(func \$(\d+)\)/g)) exported.add(callee);
    else {
      for (const [, callee] of line.matchAll(/\((?:return_)?call \$(\d+)/g)) calls.get(caller).add(callee);
      for (const [, callee] of line.matchAll(/\(ref\.func \$(\d+)\)/g)) tabled.add(callee);
    }
  }
  return { calls, tabled, exported };
};

// Splits the wasm file, which still names its functions, into itself and `rest`. False where that cannot be done here.
export const split = (wasm, rest) => {
  const whole = readFileSync(wasm);
  const { names, tables } = read(whole);
  const run = (tool, args) => execFileSync(tool, args, { maxBuffer: 2 ** 28, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  try {
    run("wasm-split", ["--help"]);
  } catch {
    return false;
  }
  run("wasm-opt", ["--strip-debug", wasm, "-o", wasm]);
  const text = run("wasm-dis", [wasm]);
  const { calls, tabled, exported } = graph(text);
  const offset = imported(whole);
  const name = (index) => names.get(Number(index) + offset);
  const gates = new Set([...calls.keys()].filter((index) => GATES.includes(name(index))));
  const missing = GATES.filter((gate) => ![...gates].some((index) => name(index) === gate));
  if (missing.length) throw new Error(`These gates are no functions of the page any more: ${missing.join(", ")}`);

  const first = new Set();
  const next = [...exported, ...[...tabled].filter((index) => !PASSED_ON.test(name(index)))];
  while (next.length) {
    const index = next.pop();
    if (first.has(index) || gates.has(index)) continue;
    first.add(index);
    next.push(...(calls.get(index) ?? []));
  }
  const moved = [...calls.keys()].filter((index) => !first.has(index));
  const list = `${wasm}.list`;
  writeFileSync(list, moved.join("\n"));
  // What the compiler of Rust takes for granted today.
  const features = ["bulk-memory", "mutable-globals", "multivalue", "nontrapping-float-to-int", "reference-types", "sign-ext"];
  run("wasm-split", [
    wasm, "--split", `--split-funcs=@${list}`, `--primary-output=${wasm}`, `--secondary-output=${rest}`,
    "--import-namespace=page", "--placeholder-namespace=rest", "--export-prefix=-", ...features.map((name) => `--enable-${name}`),
  ]);
  rmSync(list);
  // Some versions export the first table by the name of any other.
  const part = readFileSync(wasm);
  for (const [name, place] of read(part).tables) if (tables.has(name)) part[place] = whole[tables.get(name)];
  writeFileSync(wasm, part);
  return true;
};
