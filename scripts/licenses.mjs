// Writes the licences of everything that is shipped: `node scripts/licenses.mjs FILE`.
//
// Shipped are this project, the two pages (wasm) and the `allclear` command. Cargo lists their parts: the normal
// dependencies for each target with its features. The texts are those that the packages bring along. Of the npm packages, none is
// shipped (package.json).

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [, , output] = process.argv;
if (!output) throw new Error("usage: licenses.mjs FILE");

const run = (command, ...args) => execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28 });
const rustc = run("rustc", "-vV");
const host = rustc.match(/^host: (.*)$/m)[1];

/** What is shipped, and how it is built. Macros run on the machine that builds, and leave their code in the pages: cargo lists them too. */
const PRODUCTS = [
  { name: "pages", target: "wasm32-unknown-unknown", features: "browser" },
  { name: "command", target: host, features: "cli" },
];

/** Every package of the lock file, by name and version. */
const known = new Map(
  JSON.parse(run("cargo", "metadata", "--format-version=1", "--locked", "--all-features")).packages.map((one) => [`${one.name} ${one.version}`, one]),
);

/** The packages of normal dependencies, transitively, without this project's own. */
function dependencies({ target, features }) {
  const tree = run(
    ...["cargo", "tree", "--locked", "--package", "allclear", "--edges", "normal", "--prefix", "none", "--format", "{p}"],
    ...["--target", target, "--features", features],
  );
  const names = tree.split("\n").map((line) => line.split(" ").slice(0, 2).join(" ").replace(" v", " "));
  return [...new Set(names)].filter(Boolean).map((name) => {
    if (!known.has(name)) throw new Error(`cargo metadata does not list ${name}`);
    return known.get(name);
  }).filter((one) => one.source);
}

const IS_LICENSE = /^(licen[cs]e|copying|notice|unlicense|copyright)/i;

/** The licence files of a package. They may lie in a folder of their own. */
function texts(one) {
  const root = dirname(one.manifest_path);
  const folders = [root, join(root, "LICENSES"), join(root, "licenses")].filter(existsSync);
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && (folder !== root || IS_LICENSE.test(entry.name)) && !/\.(rs|html|tera)$/.test(entry.name))
      .map((entry) => join(folder, entry.name)),
  );
  if (one.license_file) files.push(join(root, one.license_file));
  const read = (file) => readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim();
  // A link that was packed as its target's name is no text.
  return [...new Set(files)].sort().map(read).filter((text) => text.length > 100);
}

/** Whether two packages come from one repository, under one licence. */
function isKin(one, other) {
  return Boolean(one.repository) && one.repository === other.repository && one.license === other.license;
}

/** The MIT licence, for packages that name it without bringing it along. */
function mit(holders) {
  const ours = readFileSync("LICENSE", "utf8").trim();
  return ours.replace(/^Copyright .*$/m, `Copyright (c) ${holders}`);
}

/** What applies where a package brings no text: that of a package out of the same repository; or of several licences, one is chosen. */
function standard(one, apache) {
  const kin = [...shipped.values()].find((other) => isKin(one, other.one) && other.texts.length > 0);
  if (kin) return kin.texts;
  const holders = one.authors.map((author) => author.replace(/ *<.*>/, "")).join(", ") || `the authors of ${one.name}`;
  const choices = (one.license ?? "").split(/ OR |\//);
  if (choices.includes("MIT")) return [mit(holders)];
  if (choices.includes("Apache-2.0") && apache) return [apache];
  throw new Error(`${one.name} ${one.version} (${one.license}) brings no licence, and its text is not known here`);
}

const shipped = new Map();
for (const product of PRODUCTS) {
  for (const one of dependencies(product)) {
    const key = `${one.name} ${one.version}`;
    const entry = shipped.get(key) ?? { one, products: [], texts: texts(one) };
    entry.products.push(product.name);
    shipped.set(key, entry);
  }
}
const names = [...shipped.keys()].sort();

// The same text is written once, however its lines are broken.
const all = [...shipped.values()].flatMap((entry) => entry.texts);
const apache = all.find((text) => text.includes("Apache License") && text.includes("END OF TERMS AND CONDITIONS"));
const numbers = new Map();
const number = (text) => {
  const words = text.split(/\s+/).join(" ");
  if (!numbers.has(words)) numbers.set(words, { number: numbers.size + 1, text });
  return numbers.get(words).number;
};
const lines = names.map((name) => {
  const { one, products, texts } = shipped.get(name);
  const own = texts.length > 0 ? texts : standard(one, apache);
  return `${name} (${products.join(", ")}): ${one.license ?? "its own licence"}, see ${own.map(number).join(", ")}`;
});
const version = rustc.match(/^release: (.*)$/m)[1];
lines.push(`Rust's standard library ${version} (pages, command): MIT OR Apache-2.0, see ${number(mit("The Rust Project Contributors"))}`);

const rule = "-".repeat(80);
const sections = [...numbers.values()].map(({ number, text }) => `${rule}\n[${number}]\n\n${text}\n`);
writeFileSync(
  output,
  `Allclear\n\n${readFileSync("LICENSE", "utf8").trim()}\n\n${rule}\n
Allclear's pages and its command are made of these packages, too. The numbers are those of the texts below.\n
${lines.join("\n")}\n\n${sections.join("\n")}`,
);
