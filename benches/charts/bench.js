// Panels of this project against uPlot, in one page, in turns, on the same numbers: script time of a redraw, of a redraw after one
// more sample, of a first drawing, and of twenty panels; and each of them with the raster, which reading one pixel forces.
//
// Both draw curves of the same thickness, axes and grid; cursor and legend of uPlot are off. Medians; a pair is measured
// alternately, so that what else the machine does meets both.

import init, { Panel } from "./page/charts.js";

const WIDTH = 800, HEIGHT = 400, LINE = 1.75;
const COLORS = ["#2864db", "#cc7b1d", "#016750", "#cd2863", "#4e0396"];
const place = document.getElementById("place");
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const pause = () => new Promise((done) => setTimeout(done, 0));

const walk = (points, series) => {
  const times = new Float64Array(points).map((_, n) => 1795175348 + n);
  const columns = Array.from({ length: series }, (_, k) => {
    let value = 100 * (k + 1), seed = 12345 + k;
    const chance = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff - 0.5;
    return new Float64Array(points).map(() => (value += chance()) + chance() * 2);
  });
  return { times, columns, plain: [times, ...columns].map((one) => Array.from(one)) };
};

// Each takes its numbers in its own form, made before a clock runs: uPlot plain arrays, as its users give them, and a panel its
// columns. What either derives from them to draw (here: the pyramid) is part of a first drawing, which is what they return.
const theirs = ({ columns, plain: data }, width, height) => () => {
  const series = [{}, ...columns.map((_, k) => ({ stroke: COLORS[k % 5], width: LINE, points: { show: false } }))];
  const axis = { stroke: "#566070", grid: { stroke: "#e3e6eb", width: 1 }, ticks: { show: false }, font: "12px sans-serif" };
  const options = { width, height, series, axes: [{ ...axis, grid: { show: false } }, axis], cursor: { show: false }, legend: { show: false } };
  const box = place.appendChild(document.createElement("div"));
  const chart = new uPlot(options, data, box);
  const pixel = () => chart.ctx.getImageData(0, 0, 1, 1);
  return {
    draw: async () => {
      chart.setData(data);
      await null;
    },
    append: (at, value) => data.forEach((column, k) => column.push(k ? value : at)),
    pixel,
    remove: () => (chart.destroy(), box.remove()),
  };
};

const ours = ({ times, columns }, width, height) => {
  const canvas = document.createElement("canvas");
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const panel = new Panel(canvas, width, height, devicePixelRatio, LINE);
  for (const column of columns) panel.load(times, column);
  return () => {
    place.append(canvas);
    panel.draw();
    const context = canvas.getContext("2d");
    return {
      draw: async () => panel.draw(),
      append: (at, value) => columns.forEach((_, k) => panel.append(k, at, value)),
      pixel: () => context.getImageData(0, 0, 1, 1),
      remove: () => (panel.free(), canvas.remove()),
    };
  };
};

// What the browser takes for a canvas that one colour fills.
const bare = (_, width, height) => {
  const canvas = document.createElement("canvas");
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return () => {
    place.append(canvas);
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    const context = canvas.getContext("2d", { alpha: false });
    context.fillRect(0, 0, canvas.width, canvas.height);
    return { pixel: () => context.getImageData(0, 0, 1, 1), remove: () => canvas.remove() };
  };
};

// Milliseconds of script, and with raster.
const timed = async (act, pixel) => {
  const begin = performance.now();
  await act();
  const script = performance.now() - begin;
  pixel();
  return [script, performance.now() - begin];
};

// All in turns, for at least `least` rounds and until `millis` have passed.
const compare = async (act, pair, { least = 7, millis = 1200, warm = 3 } = {}) => {
  const found = pair.map(() => []);
  const begin = performance.now();
  for (let round = 0; round < least + warm || (performance.now() - begin < millis && round < 200); round++) {
    for (const [n, one] of pair.entries()) {
      const time = await act(one, n, round);
      if (round >= warm) found[n].push(time);
    }
    if (round % 4 === 0) await pause();
  }
  return found;
};

const rows = [], limits = [];
const note = (name, found, script, total) => {
  const [uplot, panel] = found.map((times) => [0, 1].map((k) => median(times.map((time) => time[k]))));
  const ms = ([a, b]) => `${a.toFixed(2)} / ${b.toFixed(2)}`;
  const ratio = [panel[0] / uplot[0], panel[1] / uplot[1]];
  rows.push(`${name.padEnd(26)} uPlot ${ms(uplot).padEnd(16)} here ${ms(panel).padEnd(16)} ratio ${ms(ratio)}`);
  if (script) limits.push({ words: `${name}: script at most ${script} of uPlot's, is ${ratio[0].toFixed(2)}`, holds: ratio[0] <= script });
  if (total) limits.push({ words: `${name}: with raster at most ${total} of uPlot's, is ${ratio[1].toFixed(2)}`, holds: ratio[1] <= total });
};

const size = (points) => (points >= 1e6 ? "1M" : `${points / 1000}k`);

const measure = async (series, points) => {
  const data = walk(points, series);
  const name = `${series} x ${size(points)}`;
  const limit = points >= 100_000 ? 0.3 : 0.75;
  // A canvas of its own costs a first drawing as much, in the browser, as all else does up to 100,000 points. So there the limit
  // holds for all else.
  const isHalf = points === 100_000;
  const firstLimit = points > 100_000 ? 0.3 : 0.75;
  const big = points >= 1e6;
  const [uplot, panel, canvas] = await compare(async (prepare) => {
    const make = prepare(data, WIDTH, HEIGHT);
    const begin = performance.now();
    const chart = make();
    await null;
    const script = performance.now() - begin;
    chart.pixel();
    const total = performance.now() - begin;
    chart.remove();
    return [script, total];
  }, isHalf ? [theirs, ours, bare] : [theirs, ours], { least: big ? 3 : 7, warm: 1 });
  const pair = [theirs(data, WIDTH, HEIGHT)(), ours(data, WIDTH, HEIGHT)()];
  const redraw = await compare((chart) => timed(chart.draw, chart.pixel), pair, { least: big ? 5 : 11 });
  let at = data.times.at(-1);
  const stream = await compare((chart, n, round) => timed(() => {
    chart.append(at + round + 1, 100 + (round % 7));
    return chart.draw();
  }, chart.pixel), pair, { least: big ? 5 : 11 });
  pair.forEach((chart) => chart.remove());
  note(`${name} first`, [uplot, panel], firstLimit, 1);
  const rest = (times) => times.map((time, round) => time.map((millis, k) => millis - canvas[round][k]));
  if (isHalf) note(`${name} but the canvas`, [rest(uplot), rest(panel)], limit);
  note(`${name} redraw`, redraw, limit, 1);
  note(`${name} one more sample`, stream, limit, 1);
};

const board = async () => {
  const data = walk(500, 3);
  const make = (one) => Array.from({ length: 20 }, () => one(data, 400, 200)());
  const pair = [make(theirs), make(ours)];
  const all = await compare((charts) => timed(async () => {
    for (const chart of charts) chart.draw();
    await null;
  }, () => charts.forEach((chart) => chart.pixel())), pair, { least: 15 });
  pair.flat().forEach((chart) => chart.remove());
  note("20 panels of 3 x 500", all, 0.75, 1);
};

try {
  await init();
  for (const points of [1000, 10_000, 100_000, 1_000_000]) for (const series of [1, 5]) await measure(series, points);
  await board();
  await fetch("/", { method: "POST", body: JSON.stringify({ rows, limits }) });
} catch (error) {
  await fetch("/", { method: "POST", body: JSON.stringify({ error: String(error?.stack ?? error) }) });
}
