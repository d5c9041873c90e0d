// Starts the page, and replaces it by an honest sentence when it cannot run.
//
// A plain script in the head, so that a chosen theme is there before the first paint and nothing has to be inlined: the security
// policy needs no exception. Any uncaught error, a panic of the page among them, ends in words: a page that has stopped must
// not go on showing an old state.
const script = document.currentScript;

// The language that is spoken, and its texts by the English ones. index.html names the languages that there are; the operator's
// page names none, and is in English.
const named = document.documentElement.dataset.languages;
const root = document.documentElement;
const site = document.title.replace(/^.*?: /, "");
let texts = {};
const say = (text, values = {}) =>
  (texts[text] ?? text).replace(/~|\{(\w+)\}/g, (whole, name) => (name ? (values[name] ?? whole) : "\u00a0"));

// Whether a recorder wrote the state into the page, and when.
const { recordedAt, staleAfter } = root.dataset;
const isRecorded = Boolean(recordedAt);

// The state in the tab's icon, where the site's brand has no icon of its own.
const showIcon = (status) =>
  document.querySelector("link[rel=icon]:not([data-brand])")?.setAttribute("href", `/favicon/${status}.svg`);

let release = () => {};
const fail = (reason) => {
  release();
  const failure = document.getElementById("failure");
  const app = document.getElementById("app");
  if (!failure || !app) return;
  app.replaceChildren(failure.content.cloneNode(true));
  failure.remove();
  // A browser's own words for a file that did not arrive differ, and say nothing to a visitor.
  const isNetwork = reason instanceof TypeError && /fetch|import|load|network/i.test(reason.message);
  app.querySelector("[data-reason]").textContent = isNetwork
    ? say("Part of this page could not be loaded. Check your connection, then reload the page.")
    : say(String(reason?.message ?? reason ?? "").slice(0, 300));
  root.removeAttribute("data-awaiting");
  // Code of the page that still runs does not touch the tab any more.
  root.dataset.stopped = "";
  document.title = say("{verdict}: {site}", { verdict: say("Status unknown"), site });
  showIcon("unknown");
};

const kept = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // No storage, no choice: what the system prefers holds.
  }
};
const theme = kept("theme");
if (theme) root.dataset.theme = theme;

if (named) {
  const languages = named.split(" ");
  // The visitor's choice, or else the first of the browser's languages that exists here. Of Chinese only the simplified script does: a
  // reader of the traditional one gets the next language instead, also where the browser adds a plain `zh`.
  const preferred = () => {
    const chosen = kept("language");
    if (languages.includes(chosen)) return chosen;
    let isTraditional = false;
    for (const tag of navigator.languages ?? []) {
      const [language] = tag.toLowerCase().split("-");
      if (language === "zh") {
        isTraditional ||= /-(hant|tw|hk|mo)\b/i.test(tag);
        if (!isTraditional || /-(hans|cn|sg)\b/i.test(tag)) return "zh-Hans";
      } else if (languages.includes(language)) return language;
    }
    return "en";
  };

  // How the spoken language writes numbers, dates and lists: as in the visitor's own region, where the language is the browser's.
  const DATES = [
    { month: "short", day: "numeric" },
    { month: "short", day: "numeric", year: "numeric" },
    { month: "short", day: "numeric", weekday: "short" },
    { month: "long", year: "numeric" },
  ];
  let made = new Map();
  const format = (kind, options, locale = format.locale) => {
    const key = kind + locale + JSON.stringify(options);
    if (!made.has(key)) made.set(key, new Intl[kind](locale, options));
    return made.get(key);
  };
  window.formats = {
    category: (n) => format("PluralRules").select(n),
    number: (n, digits) =>
      // The usual case without the formatter, which takes a tenth of a second to make on a slow phone.
      digits || n >= 1000
        ? format("NumberFormat", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(n)
        : String(n),
    // Days are counted from 1970-01-01 in the zone that is shown, so no zone is wanted here.
    date: (day, style) => format("DateTimeFormat", { ...DATES[style], timeZone: "UTC" }).format(day * 864e5),
    list: (names) => format("ListFormat").format(names),
    // Milliseconds by which the clocks of a zone are ahead of UTC at an instant. Throws for an unknown zone.
    offset: (timeZone, at) => {
      const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
      const parts = format("DateTimeFormat", { ...numeric, hourCycle: "h23", timeZone }, "en-US").formatToParts(at);
      const { year, month, day, hour, minute, second } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
      return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
    },
  };

  // The words of the built page and of the failure, with the English that they are written in. What a recorder wrote is in its language
  // already, and all else comes from the page's components.
  const spots = [];
  const collect = (tree) => {
    const walker = document.createTreeWalker(tree, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const spot = node.nodeType === Node.TEXT_NODE ? node : node.getAttributeNode("aria-label");
      if (spot?.nodeValue.trim()) spots.push([spot, spot.nodeValue.trim().replaceAll("\u00a0", "~")]);
    }
  };
  const translate = ([spot, english]) => {
    spot.nodeValue = spot.nodeValue.replace(spot.nodeValue.trim(), () => say(english));
  };
  const whole = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve)).then(() => {
    const failure = document.getElementById("failure");
    if (failure) collect(failure.content);
    if (!isRecorded) collect(document.getElementById("app"));
  });
  // Loads a language, and translates what stands in the page already. Resolves to the file's text, which the page reads for the rest; to
  // nothing where it cannot be loaded, and then all stays as it was.
  const speak = async (code) => {
    let file = "{}";
    if (code !== "en") {
      const answer = await fetch(`/lang/${code}.json`, { signal: AbortSignal.timeout(8000) });
      if (!answer.ok) return null;
      file = await answer.text();
    }
    const read = JSON.parse(file);
    await whole;
    texts = read;
    root.lang = code;
    format.locale = navigator.languages?.find((tag) => tag.split("-")[0] === code.split("-")[0]) ?? code;
    spots.forEach(translate);
    return file;
  };
  // A cookie selects the recorder's page in nginx for a visitor who chose a language.
  const remember = (code) => {
    document.cookie = `language=${code}; path=/; max-age=31536000; samesite=lax`;
  };
  window.speak = async (code) => {
    const file = await speak(code);
    if (file) remember(code);
    return file;
  };
  format.locale = root.lang;
  const language = preferred();
  if (kept("language")) remember(language);
  if (language !== "en" && !isRecorded) {
    // Until they can be said in the right language, the words are not shown; their places are. Not for long: English says more than
    // nothing.
    root.dataset.awaiting = "";
    setTimeout(() => root.removeAttribute("data-awaiting"), 3000);
    document.title = site;
  }
  window.spoken = speak(language)
    .catch(() => null)
    .finally(() => isRecorded || root.removeAttribute("data-awaiting"));

  // The first checks, while the wasm is on its way; the page takes them over. Not where another tab checks already, nor unseen.
  const firstChecks = (window.firstChecks = new Map());
  const request = (url) => {
    const controller = new AbortController();
    const response = fetch(url, { cache: "no-store", credentials: "omit", signal: controller.signal });
    response.catch(() => {});
    const check = {
      began: Date.now(),
      controller,
      response,
      // When the answer arrived, not when the page had the time to read it.
      get arrived() {
        const entry = performance.getEntriesByName(new URL(url, location.href).href).at(-1);
        return entry?.responseEnd ? check.began + entry.responseEnd - entry.startTime : Date.now();
      },
    };
    firstChecks.set(url, check);
  };
  // Of several tabs of one browser, the one that holds the lock checks (see tabs.rs). A tab that fails releases it.
  let lead = null;
  let isWanted = true;
  window.takeLead = () => {
    // A lock granted after the page has requested it itself would never be released.
    isWanted = false;
    const taken = lead;
    lead = null;
    return taken;
  };
  const urls = document.querySelector("meta[name=first-checks]")?.content.split(" ").filter(Boolean) ?? [];
  if (urls.length && document.visibilityState === "visible")
    navigator.locks?.request("allclear-3", { ifAvailable: true }, (lock) => {
      if (!lock || !isWanted) return;
      urls.forEach(request);
      return new Promise((resolve) => { release = lead = resolve; });
    });

  // A recorded state that is too old is no state any more. This browser's own clock decides before the first paint; then the server's,
  // as soon as it answers anything, because a visitor's clock may be wrong. Once the page runs, it judges by itself.
  if (isRecorded) {
    const isOld = (now) => now - recordedAt > staleAfter;
    let fresh = null;
    let title = "";
    let recorded = null;
    const app = () => document.getElementById("app");
    // Says that nothing is known, and what was recorded last.
    const showStale = () => {
      if (fresh || !recorded?.isConnected) return;
      fresh = [...app().childNodes].map((node) => node.cloneNode(true));
      title = document.title;
      const all = (selector) => app().querySelectorAll(selector);
      const set = (element, text) => element && (element.textContent = text);
      for (const element of all(".banner, .verdict, .system")) element.dataset.status = "unknown";
      for (const icon of all(".verdict h1 use, .disclose .icon use")) icon.setAttribute("href", "#unknown");
      set(app().querySelector(".verdict h1 span"), root.dataset.staleHeading);
      const [sentence, age] = all(".verdict > p");
      set(sentence, root.dataset.staleSentence);
      set(age, "");
      for (const row of all(".system")) {
        const [word, age] = row.querySelectorAll(".state > *");
        set(age, `\u00b7 ${word.textContent} ${age.textContent}`);
        set(word, root.dataset.staleWord);
      }
      for (const section of all(".problems")) section.hidden = true;
      set(app().querySelector(".past > li .quiet"), root.dataset.staleSentence);
      set(app().querySelector("[role=status]"), root.dataset.staleHeading);
      document.title = root.dataset.staleTitle;
      showIcon("unknown");
    };
    const showFresh = () => {
      if (!fresh || !recorded.isConnected) return;
      app().replaceChildren(...fresh);
      recorded = app().firstElementChild;
      fresh = null;
      document.title = title;
      const { status } = app().querySelector(".banner").dataset;
      showIcon(status);
    };
    const loaded = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve)).then(() => {
      // Not connected any more once the page has taken over.
      recorded = app()?.firstElementChild;
    });
    if (isOld(Date.now())) {
      root.dataset.awaiting = "state";
      loaded.then(() => {
        showStale();
        root.removeAttribute("data-awaiting");
      });
    }
    const answer = firstChecks.get("/status.json")?.response ?? fetch("/ping.txt", { method: "HEAD", cache: "no-store" });
    Promise.all([answer, loaded])
      .then(([{ headers }]) => {
        const now = Date.parse(headers.get("date"));
        if (isOld(now)) showStale();
        else if (now) showFresh();
      })
      .catch(() => {});
  }

  // The visitors' page opens without a network as well. Nothing of that is in the way of the first verdict.
  addEventListener("load", () => setTimeout(() => navigator.serviceWorker?.register("/sw.js").catch(() => {}), 4000));
}

// The menu of subscriptions closes as menus do: by a click beside it, and by Escape, which gives the focus back.
const menu = () => document.querySelector(".subscribe[open]");
addEventListener("click", ({ target }) => menu()?.contains(target) || menu()?.removeAttribute("open"));
addEventListener("keydown", ({ key }) => {
  const opened = key === "Escape" && menu();
  if (!opened) return;
  opened.removeAttribute("open");
  opened.querySelector("summary").focus();
});

addEventListener("error", (event) => fail(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => fail(event.reason));

addEventListener("DOMContentLoaded", async () => {
  try {
    if (typeof WebAssembly !== "object") throw new Error(say("This page requires WebAssembly, which this browser does not support."));
    const page = await import(script.dataset.js);
    const started = page.default({ module_or_path: script.dataset.wasm });
    // A tenth of a second on a slow phone; here it costs nothing, because the wasm is still on its way.
    window.zoneName = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (named) window.formats.category(1);
    await started;
  } catch (error) {
    fail(error);
  }
});
