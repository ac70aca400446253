/* Draws the charts of a page from the specs it holds.
 *
 * What belongs here: finding the islands, loading the bundle where there is one, the order in which charts are drawn.
 * What does not: what a chart shows and how it looks (claimbook.charts), what its marks do (marks.js). Plain
 * ES2018, no dependency, no eval, no inline handler; works from a folder (file://), under a sub-path and under a strict
 * Content Security Policy.
 *
 * The script element may say where things lie, relative to this script: data-root (default "../") and data-bundle
 * (default "../assets/claimbook-vega.js").
 */
(function () {
  "use strict";

  var script = document.currentScript;
  var here = script.src;
  var ROOT = new URL(script.dataset.root || "../", here).href;
  var BUNDLE = new URL(script.dataset.bundle || "../assets/claimbook-vega.js", here).href;
  var FAILED = "This chart could not be drawn; the claims are listed below.";
  var charts = [];

  function start() {
    charts = Array.from(document.querySelectorAll(".cb-chart"), readChart).filter(Boolean);
    if (!charts.length) return settle();
    if (!window.ResizeObserver || !window.IntersectionObserver) return failAll();
    watch();
    loadBundle().then(
      function () {
        document.dispatchEvent(new CustomEvent("claimbook:ready"));
        measureFirst();
        drawNext();
        afterFrame(function () {
          measured = true; // a frame has passed: what is in sight has said its room
          drawNext();
        });
      },
      failAll
    );
  }

  function readChart(element) {
    var island = element.querySelector('script[type^="application/vnd.vegalite"]');
    if (!island) return null;
    var chart = { element: element, text: island.textContent, room: 0, near: false, width: 0, mode: "", choice: 0, drawn: "", view: null };
    chart.place = document.createElement("div");
    chart.place.className = "cb-chart-drawing";
    // About as much room as it will take, so that what stands below stays where it is.
    chart.place.style.minHeight = (Number(element.dataset.height) || 0) + "px";
    element.appendChild(chart.place);
    element.claimbookSpec = function (width) {
      return asChosen(chart, width); // for figure-tools.js
    };
    return chart;
  }

  /* A page with charts asks for the bundle in its head, so that it comes while the page is read, and runs it last. */
  function loadBundle() {
    if (window.vegaEmbed) return Promise.resolve();
    return new Promise(function (resolve, reject) {
      var asked = Array.from(document.scripts).find(function (element) {
        return element.src === BUNDLE;
      });
      var element = asked || document.createElement("script");
      element.onload = function () {
        if (window.vegaEmbed) resolve();
        else reject(new Error("no vegaEmbed"));
      };
      element.onerror = reject;
      if (asked) return;
      element.src = BUNDLE;
      document.head.appendChild(element);
    });
  }

  /* A chart is drawn anew when its width, the page's colours or a reader's choice changes, and not otherwise: Vega never
   * updates what it drew, so its marks can be wrapped in links. A chart in a closed fold has no room and waits until it
   * has some. */
  function watch() {
    var at = new Map();
    new MutationObserver(drawNext).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    var room = new ResizeObserver(function (entries) {
      entries.forEach(function (entry) {
        at.get(entry.target).room = Math.floor(entry.contentRect.width);
      });
      window.setTimeout(drawNext);
    });
    var sight = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        at.get(entry.target).near = entry.isIntersecting;
      });
    });
    charts.forEach(function (chart) {
      at.set(chart.place, chart);
      room.observe(chart.place);
      sight.observe(chart.place);
    });
  }

  /* The observers speak after a frame; the chart that a reader comes to first need not wait for it. */
  function measureFirst() {
    charts.some(function (chart) {
      var box = chart.place.getBoundingClientRect();
      var isFirst = box.width > 0 && box.bottom > 0;
      if (isFirst) chart.room = Math.floor(box.width);
      return isFirst;
    });
  }

  /* One at a time, what is in sight first: a page of a hundred charts shows its first as soon as a page of one. */
  var busy = false;
  var measured = false;

  function drawNext() {
    if (busy || !window.vegaEmbed) return;
    var waiting = charts.filter(isBehind);
    if (!waiting.length) return measured && settle();
    busy = true;
    draw(waiting.find(isNear) || waiting[0]).then(function () {
      busy = false;
      afterFrame(drawNext);
    });
  }

  /* What was drawn is shown before more is begun. */
  function afterFrame(go) {
    window.requestAnimationFrame(function () {
      window.setTimeout(go);
    });
  }

  /* Until what is in sight is drawn, the style keeps the rest of a page out of its layout; from then on it has its room,
   * and is drawn. */
  function settle() {
    if (document.documentElement.classList.contains("cb-settled")) return;
    document.documentElement.classList.add("cb-settled");
    document.dispatchEvent(new CustomEvent("claimbook:settled"));
  }

  function isBehind(chart) {
    return chart.room && (chart.room !== chart.width || chart.mode !== colourMode() || chart.choice !== choice);
  }

  function isNear(chart) {
    return chart.near;
  }

  function colourMode() {
    return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
  }

  function draw(chart) {
    var width = (chart.width = chart.room);
    var mode = (chart.mode = colourMode());
    chart.choice = choice;
    // Drawn aside and then put in its place: the old drawing stays until the new one is whole, so nothing jumps.
    var fresh = document.createElement("div");
    return Promise.resolve()
      .then(function () {
        var spec = asChosen(chart, width);
        var shown = JSON.stringify([width, mode, spec]);
        if (shown === chart.drawn) return null; // the choice changed nothing here
        chart.drawn = shown;
        return embed(fresh, spec, width, mode);
      })
      .then(function (result) {
        if (!result) return null;
        return window.claimbookMarks.link(fresh, result.view).then(function () {
          show(chart, fresh);
          if (chart.view) chart.view.finalize();
          chart.view = result.view;
        });
      })
      .catch(function () {
        fail(chart);
      });
  }

  function embed(place, spec, width, mode) {
    if (spec.width === "container") {
      spec.width = width;
      spec.autosize = { type: "fit-x", contains: "padding" };
    }
    if (window.claimbookThemes) spec.config = window.claimbookThemes[mode];
    return window.vegaEmbed(place, spec, {
      mode: "vega-lite",
      renderer: "svg",
      actions: false,
      ast: true, // Vega's interpreter instead of eval
      defaultStyle: false,
      hover: false,
      logLevel: 0,
      loader: { baseURL: ROOT, target: "_self" },
      tooltip: window.claimbookMarks.tell,
    });
  }

  /* What a reader chose on the page (choose.js, zoom.js): `some` says whether anything, `keep` of a row whether it
   * stays; `change` may change the spec besides. Before the bundle is here nothing is drawn, and then as chosen. */
  var chosen = {};
  var choice = 0;

  function asChosen(chart, width) {
    var spec = JSON.parse(chart.text);
    Object.keys((chosen.keep && spec.datasets) || {}).forEach(function (name) {
      spec.datasets[name] = spec.datasets[name].filter(chosen.keep);
    });
    return chosen.change ? chosen.change(spec, chart.element, width) : spec;
  }

  document.addEventListener("claimbook:choose", function (event) {
    chosen = event.detail;
    choice += 1;
    drawNext();
  });

  function show(chart, content) {
    window.claimbookMarks.hush();
    chart.place.style.minHeight = "";
    chart.place.textContent = "";
    chart.place.appendChild(content);
  }

  function failAll() {
    charts.forEach(fail);
    settle();
  }

  function fail(chart) {
    var figure = chart.element.closest("figure");
    if (figure) figure.classList.add("cb-undrawn"); // its picture stands in
    var line = document.createElement("p");
    line.className = "cb-chart-failed";
    line.textContent = FAILED;
    show(chart, line);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
