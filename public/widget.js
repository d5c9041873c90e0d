// The state of a system, or of all, as a line on a page of another site:
//   <script src="https://status.example.org/widget.js" data-system="rat" async></script>
//
// It sends requests to its own origin only. Of the other page's policy it needs that origin in script-src and
// connect-src: it writes no markup, no style element and no style attribute. An answer counts as a state only while it is recent;
// an old or missing one is "unknown", whatever came before. docs/embedding.md lists the attributes.
(() => {
  const script = document.currentScript;
  const { system, target, theme, look, lang } = script.dataset;
  const origin = new URL(script.src).origin;

  // Each state's words in the order of the languages, its colour on light and on dark, and its icon in a square of 16.
  const languages = ["en", "de", "fr", "es", "zh", "ja"];
  const states = {
    operational: ["Operational|Betriebsbereit|Opérationnel|Operativo|运行正常|正常稼働中", "#04745a", "#63dfb0",
      "M14 2.71A8 8 0 1 0 15.28 4.67L6.89 12.76 3.29 9.16 4.91 7.54 6.91 9.54Z"],
    degraded: ["Degraded performance|Eingeschränkte Leistung|Performances dégradées|Rendimiento degradado|性能下降|パフォーマンス低下", "#8a5800", "#fac43c",
      "M6.6 1.3a1.6 1.6 0 0 1 2.8 0l6.4 11.4a1.6 1.6 0 0 1-1.4 2.4H1.6A1.6 1.6 0 0 1 .2 12.7ZM6.8 5.2l.4 4.9h1.6l.4-4.9ZM8 11.1a1.1 1.1 0 1 0 0 2.2 1.1 1.1 0 0 0 0-2.2Z"],
    partial: ["Partial outage|Teilausfall|Panne partielle|Interrupción parcial|部分中断|一部停止", "#a63c06", "#ff9a5c",
      "M8 -.1L16.1 8 8 16.1 -.1 8ZM8 2.75V13.25L13.25 8Z"],
    major: ["Major outage|Größerer Ausfall|Panne majeure|Interrupción grave|严重中断|大規模な障害", "#9c0d1c", "#f26a6d",
      "M4.7.1h6.6l4.6 4.6v6.6l-4.6 4.6H4.7L.1 11.3V4.7ZM8 9.6l2.1 2.1 1.6-1.6L9.6 8l2.1-2.1-1.6-1.6L8 6.4 5.9 4.3 4.3 5.9 6.4 8l-2.1 2.1 1.6 1.6Z"],
    maintenance: ["Under maintenance|In Wartung|En maintenance|En mantenimiento|维护中|メンテナンス中", "#5249dc", "#6f9dfb",
      "M15.6 4.2a4.6 4.6 0 0 1-6 5.9L4.1 15.6a2.6 2.6 0 0 1-3.7-3.7L5.9 6.4a4.6 4.6 0 0 1 5.9-6L8.9 3.3l.6 3.2 3.2.6Z"],
    checking: ["Checking|Wird geprüft|En vérification|En comprobación|检查中|確認中", "#5b6472", "#b3bccb",
      "M8 0a8 8 0 1 1 0 16A8 8 0 1 1 8 0ZM8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2ZM8 5.9a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 1 1 0-4.2Z"],
    unknown: ["Status unknown|Status unbekannt|État inconnu|Estado desconocido|状态未知|状態不明", "#5b6472", "#b3bccb",
      "M8 0a8 8 0 1 1 0 16A8 8 0 1 1 8 0ZM8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2ZM5.1 6.4a2.9 2.9 0 1 1 4.5 2.4C8.9 9.2 8.85 9.4 8.85 10h-1.7c0-1.3.3-1.9 1.4-2.6a1.2 1.2 0 1 0-1.75-1ZM8 10.7a1.05 1.05 0 1 1 0 2.1 1.05 1.05 0 1 1 0-2.1Z"],
  };

  const language = lang || document.documentElement.lang || "en";
  const column = Math.max(0, languages.indexOf(language.slice(0, 2).toLowerCase()));
  let ages;
  try {
    ages = new Intl.RelativeTimeFormat(column ? language : "en");
  } catch {
    ages = new Intl.RelativeTimeFormat("en");
  }
  const ago = (seconds) => {
    const [size, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"]].find(([size]) => seconds >= size) ?? [1, "second"];
    return ages.format(-Math.floor(seconds / size), unit);
  };

  // One answer serves all lines of a page.
  const hub = (window[Symbol.for(`allclear ${origin}`)] ??= { lines: new Set() });

  // The time on the server's clock, which the answer brought along: this one may be wrong, and either of its two may stand still
  // while the computer sleeps.
  const now = () => {
    const [server, monotonic, wall] = hub.clock;
    return server + Math.max(performance.now() - monotonic, Date.now() - wall);
  };

  const refresh = async () => {
    clearTimeout(hub.timer);
    let wait = 30;
    try {
      const answer = await fetch(`${origin}/api/v2/summary.json`, {
        cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(1e4),
      });
      const summary = answer.ok && await answer.json();
      const server = Date.parse(answer.headers.get("date")) + 1000 * (answer.headers.get("age") || 0);
      if (summary && server) {
        hub.clock = [server, performance.now(), Date.now()];
        hub.summary = summary;
        wait = Math.max(wait, summary.page.allclear_interval || 0);
      }
    } catch {
      // No answer: the last one grows old.
    }
    show();
    if (hub.lines.size && !document.hidden) hub.timer = setTimeout(refresh, wait * 1000);
  };

  const show = () => {
    for (const line of hub.lines) line();
  };

  const put = (made, inside, attributes) => {
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    inside.append(made);
    return made;
  };
  const html = (tag) => document.createElement(tag);
  const svg = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);

  const host = html("span");
  if (theme) host.dataset.theme = theme;
  if (look) host.dataset.look = look;
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ":host{display:inline-block}:host([hidden]){display:none}" +
    ":host([data-theme=light]){color-scheme:light}:host([data-theme=dark]){color-scheme:dark}" +
    "a{display:inline-flex;flex-wrap:wrap;gap:0 .4em;align-items:center;color:inherit;text-decoration:none}" +
    "a:hover [part=words]{text-decoration:underline}a:focus-visible{outline:2px solid;outline-offset:2px;border-radius:2px}" +
    "svg{width:1em;height:1em;flex:none;fill:var(--allclear-color,var(--state))}" +
    "[part=age]{font-size:.875em;opacity:.8}" +
    ":host([data-look=badge]) a{padding:.15em .6em;border-radius:4px;background:var(--allclear-color,var(--badge));color:#fff}" +
    ":host([data-look=badge]) svg{fill:#fff}" +
    // The site's brand: never behind or in words, whose contrast depends on this page.
    ":host([data-look=badge]) a{border-inline-start:.4em solid var(--allclear-accent,transparent)}" +
    "a:hover [part=words]{text-decoration-color:var(--allclear-accent,currentColor)}" +
    Object.entries(states).map(([name, [, light, dark]]) =>
      `[data-status=${name}]{--badge:${light};--state:${light};--state:light-dark(${light},${dark})}`).join(""),
  );
  root.adoptedStyleSheets = [sheet];
  const link = put(html("a"), root, { part: "line", href: `${origin}/` });
  const icon = put(svg("svg"), link, { viewBox: "0 0 16 16", "aria-hidden": true });
  const path = put(svg("path"), icon, { "fill-rule": "evenodd" });
  // What changes is said, and not how old it is.
  const words = put(html("span"), link, { part: "words", role: "status" });
  const age = put(html("span"), link, { part: "age" });

  const line = () => {
    if (!host.isConnected) return hub.lines.delete(line);
    let state = "unknown";
    let name = system ?? "";
    age.textContent = "";
    const { page, status, components } = hub.summary ?? {};
    if (page) {
      const { allclear_accent: accent } = page;
      if (accent) link.style.setProperty("--allclear-accent", `light-dark(${accent.light},${accent.dark})`);
      const subject = system == null ? status : components.find((one) => one.id === system && !one.group);
      if (subject) {
        name = subject.name ?? page.name;
        const seconds = (now() - Date.parse(page.updated_at)) / 1000;
        const maxAge = Math.max(60, 3 * page.allclear_interval);
        const published = subject.allclear_status;
        // A time to come is no younger than one that is long past.
        if (Math.abs(seconds) <= maxAge && Object.hasOwn(states, published)) state = published;
        // `Date` has whole seconds, so that what was just measured can seem to lie ahead.
        age.textContent = ago(Math.max(0, (now() - Date.parse(subject.allclear_measured_at ?? page.updated_at)) / 1000 || 0));
      }
    }
    const text = `${name ? `${name}: ` : ""}${states[state][0].split("|")[column]}`;
    if (words.textContent !== text) words.textContent = text;
    link.dataset.status = state;
    path.setAttribute("d", states[state][3]);
  };

  const place = target && document.querySelector(target);
  if (place) place.append(host);
  else script.after(host);
  hub.lines.add(line);
  line();
  if (hub.lines.size < 2) refresh();
  if (!hub.beat) {
    hub.beat = setInterval(show, 5000);
    document.addEventListener("visibilitychange", () => document.hidden || !hub.lines.size || refresh());
  }
})();
