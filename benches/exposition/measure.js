// Runs in the page that browser.mjs opens.

const send = (what) => fetch("/", { method: "POST", body: JSON.stringify(what) });
const rest = () => new Promise((resolve) => setTimeout(resolve, 0));

// How many samples a package has found, whatever it made of them; each in its own shape.
const samplesOfPptf = (families) => {
  const of = (metric) => Object.keys(metric.buckets ?? metric.quantiles ?? { value: 1 }).length + ("sum" in metric) + ("count" in metric);
  return families.flatMap((family) => family.metrics).reduce((sum, metric) => sum + of(metric), 0);
};

async function timed(line, read) {
  const start = performance.now();
  let result;
  try {
    result = await read();
  } catch (error) {
    line.refuses = `refuses the page: ${String(error).slice(0, 60)}`;
    return;
  }
  line.best = Math.min(line.best ?? Infinity, performance.now() - start);
  line.result = result;
}

async function measure(name, Bench, packages) {
  const bytes = new Uint8Array(await (await fetch(`/page/${name}`)).arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const bench = new Bench(bytes);
  const cold = {};
  const warm = {};
  const others = packages.map(() => ({}));
  const turns = Math.min(40, Math.max(5, Math.round(20e6 / bytes.length)));
  for (let turn = 0; turn < turns; turn += 1) {
    bench.forget();
    await timed(cold, () => bench.scrape());
    await timed(warm, () => bench.scrape());
    for (const [at, [, read]] of packages.entries()) {
      if (!others[at].refuses) await timed(others[at], () => read(text));
    }
    await rest();
  }
  bench.forget();
  const allocated = [bench.allocations(), bench.allocations(), bench.allocations(), bench.allocations()];
  const rows = [
    ["allclear, cold", cold.best, allocated[0], `${cold.result} samples`],
    ["allclear, warm", warm.best, Math.min(...allocated), `${warm.result} samples`],
    ...packages.map(([reader, , count], at) => {
      const { best, result, refuses } = others[at];
      return [reader, refuses ? null : best, null, refuses ?? count(result)];
    }),
  ];
  bench.free();
  await send({ line: { name, bytes: bytes.length, isolated: crossOriginIsolated, rows } });
}

try {
  const { default: init, Bench } = await import("/bench_decoder.js");
  const { default: parse } = await import("/parse-prometheus-text-format.js");
  const { default: prom2javascript } = await import("/prom2javascript.js");
  const packages = [
    ["parse-prometheus-text-format", parse, (result) => `${samplesOfPptf(result)} samples`],
    ["prom2javascript", (text) => prom2javascript.getMetricsFromIterator(text.split("\n").values()), () => "read"],
  ];
  await init();
  for (const name of await (await fetch("/names.json")).json()) await measure(name, Bench, packages);
  await send({ done: true });
} catch (error) {
  await send({ failed: String(error?.stack ?? error) });
}
