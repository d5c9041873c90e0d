// Prints the worst score of each category over several reports of Lighthouse, and each audit that costs points:
// `node judge.mjs NAME REPORT...`. Fails where a category is below 100.
//
// Chromium logs each check that fails as an error of the console, and no page can prevent that. In an outage, these entries are expected:
// the printed score contains them, and the exit code does not.

import { readFileSync } from "node:fs";

const [, , name, ...files] = process.argv;
const reports = files.map((file) => JSON.parse(readFileSync(file, "utf8")));
const categories = ["performance", "accessibility", "best-practices", "seo"];

/** Whether all that an audit found are checks of systems that failed. */
const isOutage = ({ id, details }) =>
  id === "errors-in-console" && details.items.every(({ source, sourceLocation }) => source === "network" && sourceLocation.url.includes("/status/"));

/** The audits that count in a category and are below their best, and the score of the others, in percent. */
const judge = ({ categories, audits }, id) => {
  const counted = categories[id].auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null);
  const expected = counted.filter(({ id }) => isOutage(audits[id]));
  const others = counted.filter((ref) => !expected.includes(ref));
  const sum = (refs, of) => refs.reduce((sum, ref) => sum + of(ref), 0);
  const score = sum(others, ({ id, weight }) => weight * audits[id].score) / sum(others, ({ weight }) => weight);
  return { lost: counted.map(({ id }) => audits[id]).filter(({ score }) => score < 0.9), score: Math.round(score * 100) };
};

const worst = (score) => categories.map((id) => Math.min(...reports.map((report) => score(report, id))));
const printed = worst((report, id) => Math.round((report.categories[id].score ?? 0) * 100));
console.log(`  ${name.padEnd(24)} ${printed.map((score) => String(score).padStart(4)).join(" ")}`);
for (const [index, report] of reports.entries()) {
  for (const audit of categories.flatMap((id) => judge(report, id).lost)) {
    const items = (audit.details?.items ?? []).slice(0, 4).map((item) => JSON.stringify(item).slice(0, 300));
    const reason = isOutage(audit) ? "the outage itself" : audit.title;
    console.log([`    load ${index + 1}: ${audit.id}: ${reason} ${audit.displayValue ?? ""}`, ...items].join("\n      "));
  }
}
process.exitCode = worst((report, id) => judge(report, id).score).every((score) => score === 100) ? 0 : 1;
