// The page without a network: its own files are kept here, never the state of a system. Answers of systems, the recorder's files and the
// operators' page pass through untouched. Without them the page says that it does not know, and shows the last known state.
const CACHE = "page-1";

const isHashed = (path) => /^\/[\w-]+-[0-9a-f]{12,20}(_bg)?\.(js|wasm|css|svg|html)$/.test(path);
const isPage = (path) =>
  isHashed(path) || /^\/(index\.html|config\.json|boot\.js|manifest\.webmanifest|(favicon|lang)\/[\w-]+\.(svg|json))?$/.test(path);

// Files that the page needs when it knows nothing; the rest is named in its markup.
const ALWAYS = ["/config.json", "/boot.js", "/favicon/checking.svg", "/favicon/unknown.svg"];

// Keeps a page with all that it is made of, and of other builds nothing. The page comes last: what is kept is whole.
const keep = async (page) => {
  const cache = await caches.open(CACHE);
  const text = await page.clone().text();
  const named = [...text.matchAll(/(?:href|src|data-(?:js|wasm))="?(\/[\w./-]+)/g)].map(([, path]) => path);
  const wanted = new Set([...ALWAYS, ...named.filter(isPage)]);
  const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  await cache.addAll([...wanted].filter((path) => !kept.includes(path)));
  await cache.put("/", page);
  for (const path of kept) if (isHashed(path) && !wanted.has(path)) await cache.delete(path);
};

addEventListener("install", (event) => {
  // Where the browser can, this worker is not even woken for what it would let pass.
  for (const urlPattern of ["/status/*", "/history/*", "/api/*", "/admin/*"])
    event.addRoutes?.({ condition: { urlPattern }, source: "network" });
  event.waitUntil(fetch("/", { cache: "no-cache" }).then(keep).then(() => skipWaiting()));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method === "GET" && origin === location.origin && isPage(pathname)) event.respondWith(answer(event, pathname));
});

// Hashed files come from here, all others from the network; from here only where the network does not answer.
const answer = async (event, path) => {
  const cache = await caches.open(CACHE);
  const isShell = path === "/" || path === "/index.html";
  const kept = await cache.match(isShell ? "/" : path, { ignoreVary: true });
  if (kept && isHashed(path)) return kept;
  try {
    const response = fetch(event.request);
    // A network that accepts the request and never answers counts as none.
    const fresh = await (kept ? Promise.race([response, new Promise((_, reject) => setTimeout(reject, 5000))]) : response);
    if (fresh.ok) {
      const copy = fresh.clone();
      event.waitUntil((isShell ? keep(copy) : cache.put(path, copy)).catch(() => {}));
    }
    return fresh;
  } catch {
    return kept ?? Response.error();
  }
};
