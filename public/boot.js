// Starts the page, and tells the truth when it cannot run.
//
// A plain script in the head, so that a chosen theme is there before the first paint and nothing has to be inlined: the security
// policy needs no exception. Any error that nobody caught, a panic of the page among them, ends in words: a page that does
// not run any more must not go on showing what was true a while ago.
const script = document.currentScript;

const fail = (reason) => {
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
const urls = document.querySelector("meta[name=first-looks]")?.content.split(" ") ?? [];
const others = navigator.locks?.query().then(({ held }) => held.some(({ name }) => name === "allclear-1"));
if (document.visibilityState === "visible") others?.then((isAsked) => { if (!isAsked) urls.forEach(ask); });

addEventListener("error", (event) => fail(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => fail(event.reason));

addEventListener("DOMContentLoaded", async () => {
  try {
    if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly, which this page is made of.");
    const page = await import(script.dataset.js);
    await page.default({ module_or_path: script.dataset.wasm });
  } catch (error) {
    fail(error);
  }
});
