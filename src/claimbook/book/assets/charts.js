/* Draws the charts of a page from the specs it holds.
 *
 * What belongs here: finding the islands, loading the bundle where there is one, making marks into links. What does
 * not: what a chart shows and how it looks (claimbook.charts). Plain ES2018, no dependency, no eval, no inline handler;
 * works from a folder (file://), under a sub-path and under a strict Content Security Policy.
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
    if (charts.length) {
      loadBundle().then(watch, function () {
        charts.forEach(fail);
      });
    }
  }

  function readChart(element) {
    var island = element.querySelector('script[type^="application/vnd.vegalite"]');
    if (!island) return null;
    var chart = { element: element, text: island.textContent, width: 0, mode: "", choice: 0, drawn: "", turn: 0, view: null };
    chart.place = document.createElement("div");
    chart.place.className = "cb-chart-drawing";
    element.appendChild(chart.place);
    element.claimbookSpec = function (width) {
      return asChosen(chart, width); // for figure-tools.js
    };
    return chart;
  }

  function loadBundle() {
    return new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      element.src = BUNDLE;
      element.onload = function () {
        if (window.vegaEmbed) resolve();
        else reject(new Error("no vegaEmbed"));
      };
      element.onerror = reject;
      document.head.appendChild(element);
    });
  }

  /* A chart is drawn anew when its width or the page's colours change, and not otherwise: Vega never updates what it
   * drew, so its marks can be wrapped in links. A chart in a closed fold has no width and waits until it has one. */
  function watch() {
    var redraw = function () {
      charts.forEach(draw);
    };
    new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    if (window.ResizeObserver) {
      var observer = new ResizeObserver(function () {
        window.requestAnimationFrame(redraw);
      });
      charts.forEach(function (chart) {
        observer.observe(chart.element);
      });
    } else {
      window.addEventListener("resize", redraw);
    }
    redraw();
    document.dispatchEvent(new CustomEvent("claimbook:ready"));
  }

  function colourMode() {
    return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
  }

  function draw(chart) {
    var width = Math.floor(chart.place.clientWidth);
    var mode = colourMode();
    if (!width || (width === chart.width && mode === chart.mode && choice === chart.choice)) return;
    chart.width = width;
    chart.choice = choice;
    chart.mode = mode;
    // Drawn aside and then put in its place: the old drawing stays until the new one is whole, so nothing jumps.
    var fresh = document.createElement("div");
    var turn = 0;
    Promise.resolve()
      .then(function () {
        var spec = asChosen(chart, width);
        var shown = JSON.stringify([width, mode, spec]);
        if (shown === chart.drawn) return null; // the choice changed nothing here
        chart.drawn = shown;
        turn = ++chart.turn;
        if (spec.width === "container") {
          spec.width = width;
          spec.autosize = { type: "fit-x", contains: "padding" };
        }
        if (window.claimbookThemes) spec.config = window.claimbookThemes[mode];
        return window.vegaEmbed(fresh, spec, {
          mode: "vega-lite",
          renderer: "svg",
          actions: false,
          ast: true, // Vega's interpreter instead of eval
          defaultStyle: false,
          hover: false,
          logLevel: 0,
          loader: { baseURL: ROOT, target: "_self" },
          tooltip: showTooltip,
        });
      })
      .then(function (result) {
        if (!result) return null;
        return linkMarks(fresh, result.view).then(function () {
          if (turn !== chart.turn) {
            result.view.finalize();
            return;
          }
          show(chart, fresh);
          if (chart.view) chart.view.finalize();
          chart.view = result.view;
        });
      })
      .catch(function () {
        if (!turn || turn === chart.turn) fail(chart);
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
    if (window.vegaEmbed) charts.forEach(draw);
  });

  function show(chart, content) {
    hideTooltip();
    chart.place.textContent = "";
    chart.place.appendChild(content);
  }

  function fail(chart) {
    var figure = chart.element.closest("figure");
    if (figure) figure.classList.add("cb-undrawn"); // its picture stands in
    var line = document.createElement("p");
    line.className = "cb-chart-failed";
    line.textContent = FAILED;
    show(chart, line);
  }

  /* Vega opens a mark's address by a script of its own. A real <a> is more: the keyboard reaches it, Enter opens it,
   * it opens in a new tab for who asks for one, and assistive technology calls it a link. Only what has a description
   * gets one (one area a row or statement); the marks under it are hidden from assistive technology, since they would
   * say the same again. Vega's loader checks each address, so that none can be a script. */
  function linkMarks(place, view) {
    var svg = place.querySelector("svg");
    svg.style.maxWidth = "100%";
    // The figure around it has the label; the drawing itself needs no second one.
    svg.setAttribute("role", "group");
    var waiting = Array.from(svg.querySelectorAll("path, text, rect"), function (node) {
      var item = node.__data__;
      if (!item || !item.href || !item.description || node.closest('[aria-hidden="true"]')) return null;
      return view.loader().sanitize(item.href, { context: "href" }).then(
        function (safe) {
          wrap(node, item, safe.href);
        },
        function () {
          item.href = null;
        }
      );
    });
    svg.querySelectorAll(".mark-rect, .mark-group, .mark-symbol, .mark-text").forEach(plainRole);
    return Promise.all(waiting);
  }

  /* A mark's own role would stand between the figure and its links. */
  function plainRole(node) {
    if (node.getAttribute("role") === "graphics-object") {
      ["role", "aria-roledescription", "aria-label"].forEach(function (name) {
        node.removeAttribute(name);
      });
    }
  }

  function wrap(node, item, href) {
    var link = document.createElementNS("http://www.w3.org/2000/svg", "a");
    link.setAttribute("href", href);
    link.setAttribute("aria-label", item.description);
    link.setAttribute("class", "cb-chart-link");
    link.style.outline = "none";
    ["role", "aria-roledescription", "aria-label"].forEach(function (name) {
      node.removeAttribute(name);
    });
    item.href = null; // or Vega would open it a second time
    node.parentNode.insertBefore(link, node);
    link.appendChild(node);
    lightUp(link, node, item);
  }

  /* The same light for pointer and keyboard; the keyboard's has a frame as well. Colours are the page's own text. */
  function lightUp(link, node, item) {
    function light(on, framed) {
      node.style.fill = on ? "currentColor" : "";
      node.style.fillOpacity = on ? "0.07" : "";
      node.style.stroke = on && framed ? "currentColor" : "";
      node.style.strokeWidth = on && framed ? "2px" : "";
    }
    link.addEventListener("mouseenter", function () {
      light(true, document.activeElement === link);
    });
    link.addEventListener("mouseleave", function () {
      light(document.activeElement === link, true);
    });
    link.addEventListener("focus", function () {
      light(true, true);
      var box = node.getBoundingClientRect();
      if (item.tooltip) showTooltip(null, { clientX: box.left + 24, clientY: box.bottom - 8 }, item, item.tooltip);
    });
    link.addEventListener("blur", function () {
      light(false);
      hideTooltip();
    });
  }

  var tooltip = null;

  function hideTooltip() {
    if (tooltip) tooltip.remove();
    tooltip = null;
  }

  /* Vega calls this with null to hide. Every word goes in as text, never as markup. It says nothing that the link's
   * label does not, so it is hidden from assistive technology. */
  function showTooltip(handler, event, item, value) {
    hideTooltip();
    if (!value || typeof value !== "object") return;
    tooltip = document.createElement("div");
    tooltip.className = "cb-chart-tooltip";
    tooltip.setAttribute("aria-hidden", "true");
    Object.keys(value).forEach(function (name) {
      if (!value[name]) return;
      var line = document.createElement("div");
      var term = document.createElement("span");
      term.textContent = name + " ";
      term.style.opacity = "0.72";
      line.appendChild(term);
      line.appendChild(document.createTextNode(value[name]));
      tooltip.appendChild(line);
    });
    Object.assign(tooltip.style, {
      position: "fixed",
      zIndex: "1100",
      maxWidth: "min(22rem, calc(100vw - 24px))",
      padding: "0.5rem 0.7rem",
      font: "0.8125rem/1.4 system-ui, 'Liberation Sans', Arial, sans-serif",
      color: "var(--pst-color-text-base, CanvasText)",
      background: "var(--pst-color-surface, Canvas)",
      border: "1px solid var(--pst-color-border, GrayText)",
      borderRadius: "4px",
      boxShadow: "0 2px 10px rgba(0, 0, 0, 0.18)",
      pointerEvents: "none",
      overflowWrap: "anywhere",
      colorScheme: colourMode(),
    });
    document.body.appendChild(tooltip);
    placeTooltip(event);
  }

  function placeTooltip(event) {
    var box = tooltip.getBoundingClientRect();
    var left = Math.min(event.clientX + 14, window.innerWidth - box.width - 12);
    var below = event.clientY + 16;
    var top = below + box.height > window.innerHeight - 8 ? event.clientY - box.height - 12 : below;
    tooltip.style.left = Math.max(12, left) + "px";
    tooltip.style.top = Math.max(8, top) + "px";
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hideTooltip();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
