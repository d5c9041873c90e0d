// Serves the chart benchmark and runs it in Chromium, for `scripts/bench.sh charts`. With `--serve` it only serves, to look at
// http://127.0.0.1:17455/demo.html. The page is kept apart from others (COOP, COEP), because a clock is coarse otherwise.

import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

const root = new URL("../..", import.meta.url).pathname;
const styles = ["tokens", "base", "layout", "components", "admin", "chart"];
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css" };
const files = {
  "/uplot.js": "node_modules/uplot/dist/uPlot.iife.min.js",
  "/uplot.css": "node_modules/uplot/dist/uPlot.min.css",
};

const read = (path) => {
  if (path === "/style.css") return styles.map((name) => readFileSync(join(root, "style", `${name}.css`), "utf8")).join("\n");
  if (files[path]) return readFileSync(join(root, files[path]));
  if (path.startsWith("/page/")) return readFileSync(join(process.env.CHARTS_PAGE ?? join(root, "target/charts"), path.slice(5)));
  return readFileSync(join(root, "benches/charts", path));
};

let onResult;
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  if (request.method === "POST") {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      response.end();
      onResult?.(JSON.parse(Buffer.concat(parts)));
    });
    return;
  }
  const head = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp", "Cache-Control": "no-store" };
  try {
    if (path.includes("..")) throw new Error("outside");
    const content = read(path);
    response.writeHead(200, { ...head, "Content-Type": types[extname(path)] ?? "text/plain" }).end(content);
  } catch {
    response.writeHead(404, head).end();
  }
});

const port = Number(process.env.CHARTS_PORT ?? 17455);
await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
if (process.argv.includes("--serve")) {
  console.log(`http://127.0.0.1:${port}/demo.html`);
} else {
  let holds = true;
  for (const ratio of [1, 2]) {
    const profile = mkdtempSync(join(tmpdir(), "charts-"));
    const arguments_ = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`, `--force-device-scale-factor=${ratio}`, "--window-size=1300,1000", `http://127.0.0.1:${port}/bench.html`];
    const result = new Promise((resolve) => (onResult = resolve));
    const browser = spawn(process.env.CHROMIUM ?? "chromium", arguments_, { stdio: "ignore" });
    const late = setTimeout(() => onResult({ error: "nothing was heard for ten minutes" }), 600_000);
    const { error, rows, limits } = await result;
    clearTimeout(late);
    browser.kill();
    await new Promise((done) => browser.once("close", done));
    // Its children may still be writing there.
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    if (error) throw new Error(error);
    console.log(`\nDevice pixel ratio ${ratio}: ms of script / ms with raster; below 1 is faster than uPlot`);
    for (const row of rows) console.log("  " + row);
    for (const limit of limits) {
      console.log(`  ${limit.holds ? "kept    " : "EXCEEDED"} ${limit.words}`);
      holds &&= limit.holds;
    }
  }
  server.close();
  process.exitCode = holds ? 0 : 1;
}
