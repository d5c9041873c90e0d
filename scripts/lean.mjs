// Takes out of a built page what nobody reaches: `node scripts/lean.mjs dist`.
//
// What Rust imports from scripts of our own comes as modules in a folder `snippets`, without a hash in their names. They are put
// into the glue script instead: one request less, and every file of the page is as immutable as its name. `--only-join` ends there.
//
// wasm-bindgen exports whatever any crate declares for JavaScript, used or not; a dependency of Leptos brings three classes that
// way, with all that they call. The page uses one export of the glue script, the function that starts it. So: drop what the
// script itself does not need, see which exports of the wasm are still named, and let binaryen drop the rest: 1 KB of
// brotli. Their names, and those of the imports, have a hash each, which does not compress: binaryen gives them short ones. Then
// binaryen makes what is left small, and it is put in an order that compresses well (order.mjs), with `--columns` inside of its
// functions, too (columns.mjs). Last, the scripts are minified, boot.js too.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";
import { layOut } from "./columns.mjs";
import { nameByOrder } from "./order.mjs";
import { split } from "./split.mjs";

const dist = process.argv[2];
const onlyJoin = process.argv.includes("--only-join");
const isSplit = process.argv.includes("--split");
const inColumns = process.argv.includes("--columns");
const files = readdirSync(dist).filter((name) => name.endsWith(".js"));

// What is left of a script when only what runs is kept, with its names as they were.
const reached = async (source) => {
  const alone = source
    .replace(/^export class /gm, "class ")
    .replace(/^if \(Symbol\.dispose\).*$/gm, "");
  const compress = { module: true, passes: 3, pure_new: true, side_effects: true, unused: true };
  return (await minify(alone, { module: true, compress, mangle: false })).code;
};

// The glue script with the modules from `snippets` in it.
const joined = (source) => {
  const modules = new Map();
  const name = (path) => {
    if (!modules.has(path)) modules.set(path, `snippet${modules.size}`);
    return modules.get(path);
  };
  const rest = source
    .replace(/^import \{([^}]*)\} from ["'](\.\/snippets\/[^"']+)["'];?$/gm, (_, names, path) =>
      `const {${names.replace(/\s+as\s+/g, ": ")}} = ${name(path)};`)
    .replace(/^import \* as (\w+) from ["'](\.\/snippets\/[^"']+)["'];?$/gm, (_, as, path) => `const ${as} = ${name(path)};`);
  const whole = [...modules].map(([path, as]) => {
    const exported = [];
    const inner = readFileSync(join(dist, path), "utf8").replace(
      /^export (async function|function|const|let|class) (\w+)/gm,
      (_, kind, name) => (exported.push(name), `${kind} ${name}`),
    );
    if (/^(import|export) /m.test(inner)) throw new Error(`${path} imports or exports in a way that is not understood`);
    return `const ${as} = (() => { ${inner}\nreturn { ${exported.join(", ")} }; })();`;
  });
  return [...whole, rest].join("\n");
};

// The glue script with the short names that binaryen gave to all that passes between it and the wasm, and with all imports in one
// module, those from scripts of our own too.
const renamed = (source, { imports, exports }) => {
  const short = new Map(exports.map(([long, name]) => [`wasm.${long}`, `wasm.${name}`]));
  const own = new Map();
  for (const [module, long, name] of imports) {
    if (module.startsWith("./snippets/")) own.set(module, [...(own.get(module) ?? []), [long, name]]);
    else short.set(long, name);
  }
  const added = [];
  return source
    .replace(/^\s*"(\.\/snippets\/[^"]+)": (\w+),$/gm, (_, module, object) => {
      for (const [long, name] of own.get(module) ?? []) added.push(`${name}: ${object}.${long}`);
      own.delete(module);
      return "";
    })
    .replace(/\bwasm\.\w+|\b__\w+/g, (long) => short.get(long) ?? long)
    .replace(/^\s*"\.\/[^"\n]*_bg\.js": (\w+),$/m, (_, object) => {
      if (own.size) throw new Error(`${[...own.keys()]} is imported in a way that is not understood`);
      return `"a": Object.assign(${object}, { ${added.join(", ")} }),`;
    });
};

// Makes the wasm of a glue script small, and that script with it. With `--split`, what the first verdict does not need becomes a
// second file, which a function that is left in the script loads.
const lean = async (glue, wasm, whole) => {
  const named = new Set([...(await reached(whole)).matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name));
  const all = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(wasm))).map(({ name }) => name);
  // A script that names no export was not understood: better a larger page than a broken one.
  if (!named.has("__wbindgen_start")) throw new Error(`${glue} does not start the wasm as expected`);
  const graph = all.map((name) => ({ name, export: name, ...(named.has(name) && { root: true }) }));
  const list = join(dist, "exports.json");
  writeFileSync(list, JSON.stringify(graph));
  run("wasm-metadce", [wasm, "-g", "--graph-file", list, "-o", wasm]);
  rmSync(list);
  const short = run("wasm-opt", [wasm, "-g", "--minify-imports-and-exports-and-modules", "-o", wasm]);
  const source = renamed(whole, JSON.parse(short));
  const rest = join(dist, "rest.wasm");
  const isCut = isSplit && split(wasm, rest);
  for (const part of isCut ? [wasm, rest] : [wasm]) {
    run("wasm-opt", [...SMALL, part, "-o", part]);
    nameByOrder(part);
    run("wasm-opt", [...ORDERED, part, "-o", part]);
  }
  if (inColumns) writeFileSync(wasm, layOut(readFileSync(wasm)));
  return reached(inColumns ? withColumns(source) : isCut ? withRest(source, rest) : source);
};
// Rust's stack grows down towards address 0 and traps there, so nothing lies in the first KB, and sums of addresses can be left to
// the loads and stores. Control flow that is taken apart and put together anew is shorter, which is worth a second round.
// How a load or store is aligned is a hint that no engine heeds: left out, it need not be told.
const SMALL = ["--low-memory-unused", "--flatten", "--rereloop", "-Oz", "-Oz", "--dealign", "--strip-debug"];
const ORDERED = ["-Oz", "--dealign", "--reorder-functions-by-name", "--strip-debug", "--strip-target-features", "--strip-producers"];
const run = (tool, args) => execFileSync(tool, args, { stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 24 });

// Lets the page put its wasm together before it starts it.
const withColumns = (source) => {
  const load = "module_or_path = fetch(module_or_path);";
  if (!source.includes(load)) throw new Error("The glue script does not load the wasm as expected");
  const restore = readFileSync(new URL("restore.mjs", import.meta.url), "utf8").replace(/^export /gm, "");
  return source.replace(load, "module_or_path = restored(module_or_path);") + `
${restore}
const restored = async (path) =>
  restore(WebAssembly.Module.customSections(await WebAssembly.compileStreaming(fetch(path)), "columns")[0]);`;
};

// Lets the page load its second part: the wasm, the templates that only that fills, and their style sheet.
const withRest = (source, rest) => {
  const index = join(dist, "index.html");
  let page = readFileSync(index, "utf8");
  const [link, sheet] = /<link[^>]*href="?\/(rest-\w+\.css)[^>]*>/.exec(page);
  page = page.replace(link, "");
  const style = readFileSync(join(dist, sheet), "utf8").replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  rmSync(join(dist, sheet));
  const begin = /<template id="?rest"?>/.exec(page);
  const from = begin.index + begin[0].length;
  let [at, depth] = [from, 1];
  for (const { index, 1: closes } of page.slice(from).matchAll(/<(\/?)template\b/g)) {
    depth += closes ? -1 : 1;
    at = from + index;
    if (!depth) break;
  }
  const templates = join(dist, "rest.html");
  writeFileSync(templates, `<i>${style}</i>${page.slice(from, at)}`);
  const [wasm, html] = [rest, templates].map((path) => `/${namedByContent(path)}`);
  const shell = `<template id=rest data-rest=${wasm} data-rest-html=${html}>`;
  writeFileSync(index, page.slice(0, begin.index) + shell + page.slice(at));
  const placeholders = `"rest": new Proxy({}, { get: () => () => { throw new Error("A part of the page is missing."); } }),`;
  return source.replace(/^"a": /m, `${placeholders} "a": `) + `
globalThis.loadRest = async () => {
  const place = document.getElementById("rest");
  const { rest, restHtml } = place.dataset;
  const templates = fetch(restHtml).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)));
  const [html] = await Promise.all([templates, WebAssembly.instantiateStreaming(fetch(rest), { page: wasm })]);
  place.innerHTML = html;
  const style = place.content.firstChild;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style.textContent);
  document.adoptedStyleSheets.push(sheet);
  style.remove();
  adopt(place.content);
};`;
};

// Gives a file the hash of its bytes for a name, by which it may be kept for ever, and returns that.
const namedByContent = (path) => {
  const name = path.slice(dist.length + 1).replace(".", `-${hash([path])}.`);
  renameSync(path, join(dist, name));
  return name;
};
const hash = (paths) => {
  const all = createHash("sha256");
  for (const path of paths) all.update(readFileSync(path));
  return all.digest("hex").slice(0, 16);
};

for (const name of files) {
  const path = join(dist, name);
  const wasm = join(dist, name.replace(/\.js$/, "_bg.wasm"));
  const isGlue = existsSync(wasm);
  let source = readFileSync(path, "utf8");
  if (isGlue) source = joined(source);
  if (onlyJoin && isGlue) writeFileSync(path, source);
  if (onlyJoin) continue;
  if (isGlue) source = await lean(name, wasm, source);
  const { code } = await minify(source, { module: isGlue, compress: { passes: 2 }, mangle: true });
  writeFileSync(path, code);
  if (isGlue) {
    // Trunk named them by what they were before.
    const [, stem, old] = /^(.*)-(\w+)\.js$/.exec(name);
    const now = hash([path, wasm]);
    renameSync(path, join(dist, `${stem}-${now}.js`));
    renameSync(wasm, join(dist, `${stem}-${now}_bg.wasm`));
    const index = join(dist, "index.html");
    writeFileSync(index, readFileSync(index, "utf8").replaceAll(`${stem}-${old}`, `${stem}-${now}`));
  }
}
if (existsSync(join(dist, "snippets"))) {
  rmSync(join(dist, "snippets"), { recursive: true });
  const index = join(dist, "index.html");
  writeFileSync(index, readFileSync(index, "utf8").replace(/<link[^>]*\/snippets\/[^>]*>/g, ""));
}
