// Reading metrics in a browser: the decoder as wasm beside the JavaScript packages that do it too, in one page of a real Chromium.
//
// Usage: node benches/exposition/browser.mjs WASM_FOLDER, which holds what wasm-bindgen made of benches/exposition/wasm.
// Ours is a whole scrape: labels decoded and interned, samples appended. The packages return objects, and no more. All take turns
// on each page; the best turn counts, which is what a busy machine leaves alone. It fails where a package is ahead.

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "../..");
const wasm = process.argv[2];
const suite = process.env.ALLCLEAR_CONFORMANCE ?? join(root, "../shared/conformance");
const pages = join(suite, "expositions");
const modules = join(root, "node_modules");

let names;
try {
  names = readdirSync(pages).sort();
} catch {
  console.log(`SKIPPED: ${pages} is missing, nothing was measured`);
  process.exit(0);
}

const html = '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/measure.js"></script>';
// The glue code for node as a module. It does not need node's modules here.
const asModule = (file) =>
  `const module = { exports: {} }; const exports = module.exports; const require = () => ({});\n${readFileSync(file, "utf8")}\nexport default module.exports;`;

const files = {
  "/": () => ["text/html", html],
  "/names.json": () => ["application/json", JSON.stringify(names)],
  "/measure.js": () => ["text/javascript", readFileSync(join(import.meta.dirname, "measure.js"))],
  "/bench_decoder.js": () => ["text/javascript", readFileSync(join(wasm, "bench_decoder.js"))],
  "/bench_decoder_bg.wasm": () => ["application/wasm", readFileSync(join(wasm, "bench_decoder_bg.wasm"))],
  "/prom2javascript.js": () => ["text/javascript", asModule(join(modules, "prom2javascript/dist/prom.js"))],
  "/parse-prometheus-text-format.js": () => [
    "text/javascript",
    asModule(join(modules, "parse-prometheus-text-format/dist/parse-prometheus-text-format.umd.js")),
  ],
};

// Isolated, so that its clock ticks in five microseconds instead of a hundred.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const chromium = process.env.CHROMIUM ?? "chromium";
const profile = mkdtempSync(join(tmpdir(), "allclear-bench-"));
let browser;

const outcome = new Promise((resolve, reject) => {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url);
    if (request.method === "POST") {
      let body = "";
      request.on("data", (piece) => (body += piece));
      request.on("end", () => {
        response.writeHead(204, headers).end();
        const { done, failed, line } = JSON.parse(body);
        if (line) report(line);
        if (failed) reject(new Error(failed));
        if (done) resolve();
      });
      return;
    }
    const page = path.startsWith("/page/") && names.includes(basename(path)) ? basename(path) : undefined;
    const file = page ? () => ["text/plain", readFileSync(join(pages, page))] : files[path];
    if (!file) return void response.writeHead(404, headers).end();
    const [type, body] = file();
    response.writeHead(200, { ...headers, "Content-Type": type }).end(body);
  });
  server.listen(0, "127.0.0.1", () => {
    const url = `http://127.0.0.1:${server.address().port}/`;
    const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", `--user-data-dir=${profile}`, url];
    browser = spawn(chromium, options, { stdio: "ignore" });
    browser.on("error", reject);
    browser.on("exit", (code) => reject(new Error(`${chromium} ended with code ${code}`)));
  });
  setTimeout(() => reject(new Error("nothing was measured in eight minutes")), 480_000).unref();
});

let behind = 0;

// One page: rows of [name, best milliseconds, allocations, samples or reason].
function report({ name, bytes, isolated, rows }) {
  console.log(`\n${name}, ${Math.round(bytes / 1000)} KB${isolated ? "" : " (coarse clock)"}`);
  const cold = rows[0][1];
  for (const [reader, best, allocations, found] of rows) {
    const speed = best ? (bytes / 1000 / best).toFixed(0) : "-";
    const ratio = best ? `${(cold / best).toFixed(2)}x` : "-";
    const allocated = allocations === null ? "" : `${allocations} allocations, `;
    console.log(`  ${reader.padEnd(30)} ${speed.padStart(6)} MB/s ${ratio.padStart(7)}  ${allocated}${found}`);
    if (!reader.startsWith("allclear") && best && best < cold) behind += 1;
  }
}

process.once("SIGTERM", () => {
  browser?.kill();
  process.exit(1);
});

let code = 0;
try {
  await outcome;
  code = behind > 0 ? 1 : 0;
} catch (error) {
  console.error(`bench: ${error.message}`);
  code = 1;
}
browser?.removeAllListeners("exit");
browser?.kill();
await new Promise((resolve) => setTimeout(resolve, 500));
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
process.exit(code);
