// Put into a visited page before its own scripts: takes its clock, its ticks, its frames and its line into hand, so that an
// update comes when it is called for and nothing comes in between. The page itself is the released one.
(() => {
  const clock = Date.now.bind(Date);
  const line = window.fetch.bind(window);
  const frame = window.requestAnimationFrame.bind(window);
  const ticks = [];
  const frames = [];
  let stopped = null;
  Date.now = () => stopped ?? clock();
  window.setInterval = (tick) => ticks.push(tick);
  // Once the clock stands, a request gets no answer.
  window.fetch = (...request) => (stopped === null ? line(...request) : new Promise(() => {}));
  // And a frame is drawn when the update says so, not up to 16 ms later.
  window.requestAnimationFrame = (draw) => (stopped === null ? frame(draw) : frames.push(draw));

  const rows = () => [...document.querySelectorAll("li.system[id]")];
  const places = (row) => [".state .word", ".state .age", ".about", ".response span"].map((place) => row.querySelector(place));
  const state = (row) => [row.dataset.status, row.querySelector("use").getAttribute("href"), ...places(row).map((place) => place.textContent)];
  // Microtasks, where a page may do its work, are over when a message arrives.
  const nextTask = () =>
    new Promise((done) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(null);
    });
  const nextFrame = () => new Promise(frame);

  // How long an update takes until the page is laid out anew, how much of that its script took, and how many rows look different
  // then. It begins when a frame has just been drawn, so that the next one seldom falls into it.
  const update = async (act) => {
    const before = rows().map((row) => state(row).join());
    await nextFrame();
    await nextTask();
    const began = performance.now();
    act();
    for (const draw of frames.splice(0)) draw(began);
    await nextTask();
    const script = performance.now() - began;
    document.documentElement.getBoundingClientRect();
    const took = performance.now() - began;
    const changed = rows().filter((row, index) => state(row).join() !== before[index]).length;
    return { took, script, changed };
  };

  const byHand = (states) => () =>
    rows().forEach((row, index) => {
      const [status, icon, ...texts] = states[index];
      row.dataset.status = status;
      row.querySelector("use").setAttribute("href", icon);
      places(row).forEach((place, index) => (place.textContent = texts[index]));
    });

  window.updates = {
    stop: () => (stopped = clock()),
    states: () => rows().map(state),
    tick: () => update(() => {
      stopped += 1000;
      for (const tick of ticks) tick();
    }),
    connection: (name) => update(() => dispatchEvent(new Event(name))),
    byHand: (states) => update(byHand(states)),
  };
})();
