/* Set the colour mode, and how much is laid out, before the first thing is drawn. Runs in the head, so it is small and
 * waits for nothing. */
(function () {
  "use strict";
  var root = document.documentElement;
  var mode = "auto";
  try {
    mode = localStorage.getItem("mode") || "auto";
  } catch (error) {
    /* A page opened as a file may have no storage: then it follows the system. */
  }
  if (mode !== "light" && mode !== "dark") {
    mode = "auto";
  }
  var dark = mode === "dark" || (mode === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.mode = mode;
  root.dataset.theme = dark ? "dark" : "light";
  // Who comes anew to the top of a page sees its first chart before the rest is laid out (charts.js); who comes to a
  // place within it, or comes back to one, needs the whole.
  var came = performance.getEntriesByType("navigation")[0];
  if (location.hash || !came || came.type !== "navigate") root.classList.add("cb-settled");
})();
