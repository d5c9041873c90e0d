// Starts the page, and tells the truth when it cannot run.
//
// A plain script in the head, so that a chosen theme is there before the first paint and nothing has to be inlined: the security
// policy needs no exception. Any error that nobody caught, a panic of the page among them, ends in words: a page that does
// not run any more must not go on showing what was true a while ago.
const script = document.currentScript;

let release = () => {};
const fail = (reason) => {
  release();
  const failure = document.getElementById("failure");
  const app = document.getElementById("app");
  if (!failure || !app) return;
  app.replaceChildren(failure.content.cloneNode(true));
  failure.remove();
  app.querySelector("[data-reason]").textContent = String(reason?.message ?? reason ?? "").slice(0, 300);
  document.title = `Status unknown: ${document.title.replace(/^.*?: /, "")}`;
  document.querySelector("link[rel=icon]").href = "/favicon/unknown.svg";
};

try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // No storage, no choice: the system's theme holds.
}

// The first looks, while the wasm is on its way; the page takes them over. Not where another tab asks already, nor unseen.
const firstLooks = (window.firstLooks = new Map());
const ask = (url) => {
  const controller = new AbortController();
  const response = fetch(url, { cache: "no-store", credentials: "omit", signal: controller.signal });
  response.catch(() => {});
  const look = {
    began: Date.now(),
    controller,
    response,
    // When it came, not when somebody had the time to see that it came.
    get arrived() {
      const entry = performance.getEntriesByName(new URL(url, location.href).href).at(-1);
      return entry?.responseEnd ? look.began + entry.responseEnd - entry.startTime : Date.now();
    },
  };
  firstLooks.set(url, look);
};
// Of several tabs of one browser, one asks: who holds the lock (see tabs.rs). Whoever fails lets the next one do it.
let lead = null;
let isWanted = true;
window.takeLead = () => {
  // A lock that comes after the page has asked for it itself would be held by nobody, for ever.
  isWanted = false;
  const taken = lead;
  lead = null;
  return taken;
};
const urls = document.querySelector("meta[name=first-looks]")?.content.split(" ").filter(Boolean) ?? [];
if (urls.length && document.visibilityState === "visible")
  navigator.locks?.request("allclear-1", { ifAvailable: true }, (lock) => {
    if (!lock || !isWanted) return;
    urls.forEach(ask);
    return new Promise((resolve) => { release = lead = resolve; });
  });

addEventListener("error", (event) => fail(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => fail(event.reason));

addEventListener("DOMContentLoaded", async () => {
  try {
    if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly, which this page is made of.");
    const page = await import(script.dataset.js);
    const started = page.default({ module_or_path: script.dataset.wasm });
    // A tenth of a second on a slow phone; here it costs nothing, because the wasm is still on its way.
    window.zoneName = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    await started;
  } catch (error) {
    fail(error);
  }
});
