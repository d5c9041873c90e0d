// Takes out of a built page what nobody reaches: `node scripts/lean.mjs dist`.
//
// wasm-bindgen exports whatever any crate declares for JavaScript, used or not; a dependency of Leptos brings three classes that
// way, with all that they call. The page uses one export of the glue script, the function that starts it. So: drop what the
// script itself does not need, see which exports of the wasm are still named, and let binaryen drop the rest: 1 KB of
// brotli. Last, the scripts are minified, boot.js too.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";

const dist = process.argv[2];
const files = readdirSync(dist).filter((name) => name.endsWith(".js"));

// What is left of a script when only what runs is kept, with its names as they were.
const reached = async (source) => {
  const alone = source
    .replace(/^export class /gm, "class ")
    .replace(/^if \(Symbol\.dispose\).*$/gm, "");
  const compress = { module: true, passes: 3, pure_new: true, side_effects: true, unused: true };
  return (await minify(alone, { module: true, compress, mangle: false })).code;
};

// Scripts that Rust brings along are put into the glue script that imports them: nginx serves one hashed file, and a page that
// imports none carries none.
const withSnippets = (source) => {
  const known = new Map();
  const taken = source.replace(/^import (.+?) from ['"]\.\/(snippets\/[^'"]+)['"];?$/gm, (_, names, path) => {
    if (!known.has(path)) known.set(path, `snippet${known.size}`);
    const inner = known.get(path);
    return names.startsWith("* as ")
      ? `const ${names.slice(5)} = ${inner};`
      : `const ${names.replaceAll(" as ", ": ")} = ${inner};`;
  });
  const inner = ([path, name]) => {
    const text = readFileSync(join(dist, path), "utf8");
    const given = [...text.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
    return `const ${name} = (() => {\n${text.replace(/^export /gm, "")}\nreturn { ${given.join(", ")} };\n})();\n`;
  };
  return [...known].map(inner).join("") + taken;
};

for (const name of files) {
  const path = join(dist, name);
  const wasm = join(dist, name.replace(/\.js$/, "_bg.wasm"));
  const isGlue = readdirSync(dist).includes(name.replace(/\.js$/, "_bg.wasm"));
  let source = readFileSync(path, "utf8");
  if (isGlue) {
    source = await reached(withSnippets(source));
    const named = new Set([...source.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name));
    const all = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(wasm))).map(({ name }) => name);
    // A script that names no export was not understood: better a larger page than a broken one.
    if (!named.has("__wbindgen_start")) throw new Error(`${name} does not start the wasm as expected`);
    const graph = all.map((name) => ({ name, export: name, ...(named.has(name) && { root: true }) }));
    const list = join(dist, "exports.json");
    writeFileSync(list, JSON.stringify(graph));
    execFileSync("wasm-metadce", [wasm, "--graph-file", list, "-o", wasm], { stdio: ["ignore", "ignore", "inherit"] });
    execFileSync("wasm-opt", ["-Oz", "--strip-target-features", "--strip-producers", wasm, "-o", wasm]);
    rmSync(list);
  }
  const { code } = await minify(source, { module: isGlue, compress: { passes: 2 }, mangle: true });
  writeFileSync(path, code);
}
rmSync(join(dist, "snippets"), { recursive: true, force: true });
