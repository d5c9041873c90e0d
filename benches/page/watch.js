// Put into a visited page before its own scripts: notes when a person could have read the first truth, and what moved.
//
// "Painted": the frame that shows the words has been handed over for drawing. requestAnimationFrame runs before that, a message
// that is posted there arrives after it. Words that come in a frame are shown by that frame, all others by the next.
(() => {
  const seen = { first: null, news: null, all: null, shifts: [], painted: {} };
  Object.defineProperty(window, "seen", { value: seen });

  // The beginning of an element; of a text, what holds it.
  const name = (node) => {
    if (node?.nodeType === Node.TEXT_NODE) return `text ${JSON.stringify(node.data.slice(0, 24))} in ${name(node.parentNode)}`;
    return (node?.outerHTML ?? "something that is gone").slice(0, 48);
  };

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const moved = entry.sources.map((one) => name(one.node));
      seen.shifts.push({ value: entry.value, at: entry.startTime, moved });
    }
  }).observe({ type: "layout-shift", buffered: true });

  const after = (task) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = task;
    channel.port2.postMessage(null);
  };
  let isFrame = false;
  const frame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) =>
    frame((at) => {
      isFrame = true;
      after(() => (isFrame = false));
      draw(at);
    });

  const mark = (name) => {
    if (seen.painted[name]) return;
    seen.painted[name] = true;
    const note = () => after(() => (seen[name] = performance.now()));
    if (isFrame) note();
    else frame(note);
  };
  const measured = "li.system[data-status]:not([data-status=checking], [data-status=unknown])";
  const observer = new MutationObserver(() => {
    if (!seen.painted.first && document.querySelector(measured)) mark("first");
    if (!seen.news && document.querySelector(".problem")) seen.news = performance.now();
    if (!seen.painted.first || document.querySelector(".banner")?.dataset.status === "checking") return;
    mark("all");
    observer.disconnect();
  });
  observer.observe(document, { subtree: true, childList: true, attributeFilter: ["data-status"] });
})();
