// Shows every kind of panel. `?theme=dark` forces a theme, `#hover` points at the middle of the first plot.
import init, { demo } from "./page/charts.js";

const theme = new URLSearchParams(location.search).get("theme");
if (theme) document.documentElement.dataset.theme = theme;
await init();
demo(document.getElementById("place"));
if (location.hash === "#hover") {
  setTimeout(() => {
    const canvas = document.querySelector(".chart canvas");
    const { width, left, top } = canvas.getBoundingClientRect();
    const at = { bubbles: true, clientX: left + width * 0.55, clientY: top + 60 };
    canvas.dispatchEvent(new PointerEvent("pointermove", at));
  }, 600);
}
