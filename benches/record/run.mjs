// What a recorder costs with many systems: bytes written and memory, minute by minute. `scripts/bench.sh recorder` runs it.
//
// node run.mjs ALLCLEAR MINUTES [SYSTEMS] [SERIES]: starts as many systems, each with a health check and a page of metrics whose
// values all change, and a recorder that watches them. Fails where it writes more than 2 GB a day.

import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [allclear, minutes, systems = 200, series = 500] = process.argv.slice(2).map((word, at) => (at ? Number(word) : word));
const LIMIT = 2e9;

// Counters at different speeds and gauges with two decimals, as pages of metrics have them; a third does not change.
const counts = Array.from({ length: systems }, () => new Float64Array(series));
function page(system) {
  const values = counts[system];
  const lines = [];
  for (let index = 0; index < series; index += 1) {
    if (index % 3 === 0) values[index] += Math.floor(Math.random() * (index + 1));
    if (index % 3 === 1) values[index] = Math.round(Math.random() * 10_000) / 100;
    lines.push(`app_metric_${index % 50}{shard="${index}"} ${values[index]}`);
  }
  return `${lines.join('\n')}\n`;
}

const server = createServer((request, response) => {
  const [, kind, system] = request.url.split('/');
  response.setHeader('content-type', 'text/plain');
  response.end(kind === 'metrics' ? page(Number(system)) : 'ok');
});
await new Promise((listens) => server.listen(0, '127.0.0.1', listens));
const base = `http://127.0.0.1:${server.address().port}`;

const folder = mkdtempSync(join(tmpdir(), 'allclear-recorder-'));
const names = Array.from({ length: systems }, (_, index) => index);
const entries = names.map(
  (index) => `  - {name: System ${index}, id: s${index}, preset: text, url: '${base}/health/${index}', metrics: [{url: '${base}/metrics/${index}'}]}`,
);
const document = `site: {name: Many}\nadmin: {login: basic}\ndefaults: {interval: 15s}\nsystems:\n${entries.join('\n')}\n`;
writeFileSync(join(folder, 'allclear.yaml'), document);
mkdirSync(join(folder, 'out'));

const recorder = spawn(allclear, ['record', join(folder, 'allclear.yaml'), '--out', join(folder, 'out')], { stdio: 'inherit' });
const began = Date.now();

function size(path) {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0);
}
function number(file, name) {
  const line = readFileSync(`/proc/${recorder.pid}/${file}`, 'utf8').match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'));
  return Number(line[1]);
}

console.log('minute  written MB  blocks MB  MB a minute  resident MB  on disk MB');
let before = 0;
for (let minute = 1; minute <= minutes; minute += 1) {
  await new Promise((passes) => setTimeout(passes, began + minute * 60_000 - Date.now()));
  const [written, blocks] = [number('io', 'wchar'), number('io', 'write_bytes')];
  const columns = [written / 1e6, blocks / 1e6, (written - before) / 1e6, number('status', 'VmRSS') / 1e3, size(join(folder, 'out')) / 1e6];
  console.log([String(minute).padStart(6), ...columns.map((column) => column.toFixed(1).padStart(11))].join(' '));
  before = written;
}
const day = (number('io', 'wchar') / minutes) * 1440;
console.log(`${systems} systems of ${series} series: ${(day / 1e9).toFixed(2)} GB a day; the limit is ${LIMIT / 1e9} GB`);
recorder.kill('SIGTERM');
await new Promise((ends) => recorder.on('exit', ends));
server.close();
rmSync(folder, { recursive: true });
process.exitCode = day > LIMIT ? 1 : 0;
