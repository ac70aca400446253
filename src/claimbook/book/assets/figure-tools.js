/* What stands under a chart, where scripts run: its picture as PNG.
 *
 * What belongs here: the tools of a chart's frame. What does not: drawing (charts.js), citations (share.js). Without
 * this file the data, the CSV file and the SVG are there all the same. Works from a folder (file://) and under a strict
 * Content Security Policy.
 */
(function () {
  "use strict";

  var WIDTH = 680;
  var SCALE = 2;

  function start() {
    var figures = Array.from(document.querySelectorAll(".cb-figure"));
    if (window.vegaEmbed) figures.forEach(offerPicture);
    else document.addEventListener("claimbook:ready", figures.forEach.bind(figures, offerPicture), { once: true });
    // A picture that waits to be scrolled to may come too late for paper.
    window.addEventListener("beforeprint", function () {
      document.querySelectorAll("img.cb-picture").forEach(function (picture) {
        picture.loading = "eager";
      });
    });
  }

  /* Files show all, and say so; where a reader has chosen what to see, the drawing is what goes on paper. */
  document.addEventListener("claimbook:choose", function (event) {
    var some = Boolean(event.detail.some);
    document.querySelectorAll(".cb-figure").forEach(function (figure) {
      figure.classList.toggle("cb-chosen", some);
      figure.querySelectorAll(".cb-tools > a[download]").forEach(function (link) {
        link.textContent = link.textContent.split(" ")[0] + (some ? " (all)" : "");
      });
      countRows(figure);
      sayOfAll(figure, some);
    });
  });

  /* A caption is of all that is coded for its chart; beside a drawing of some of it, it says so. */
  function sayOfAll(figure, some) {
    var line = figure.querySelector(".cb-of-all");
    if (!line && some) {
      line = document.createElement("p");
      line.className = "cb-of-all";
      line.textContent = "Of all that this chart can show, not only of what is chosen:";
      figure.querySelector(".cb-caption").prepend(line);
    }
    if (line) line.hidden = !some;
  }

  /* Rows of the data are hidden by who knows what was chosen (choose.js, zoom.js); here they are counted. */
  function countRows(figure) {
    var line = figure.querySelector(".cb-rows");
    if (!line) return;
    if (line.dataset.all === undefined) line.dataset.all = line.textContent;
    var all = figure.querySelectorAll(".cb-behind tbody tr").length;
    var hidden = figure.querySelectorAll(".cb-behind tbody tr[hidden]").length;
    var total = Number(line.dataset.total);
    var listed = all < total ? "the first " + all + " of " + total : all;
    line.textContent = hidden
      ? all - hidden + " of " + listed + " rows, as chosen above; the CSV file has all " + total + "."
      : line.dataset.all;
    line.hidden = !line.textContent;
  }

  function offerPicture(figure) {
    var button = figure.querySelector(".cb-png");
    var chart = figure.querySelector(".cb-chart");
    if (!button || !chart || !chart.claimbookSpec) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      button.disabled = true;
      draw(chart.claimbookSpec(WIDTH))
        .then(function (canvas) {
          canvas.toBlob(save(figure.id + ".png"), "image/png");
        })
        .catch(function () {
          button.hidden = true;
        })
        .then(function () {
          button.disabled = false;
        });
    });
  }

  /* For paper, whatever the page's colours, and as a reader has chosen to see it. */
  function draw(spec) {
    spec.width = WIDTH;
    spec.config = Object.assign({}, window.claimbookThemes.light, { background: "#fff" });
    var options = { mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: false, logLevel: 0 };
    return window.vegaEmbed(document.createElement("div"), spec, options).then(function (result) {
      return result.view.toCanvas(SCALE).then(function (canvas) {
        result.view.finalize();
        return canvas;
      });
    });
  }

  function save(name) {
    return function (blob) {
      var link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      document.body.appendChild(link);
      link.click();
      link.remove();
      window.setTimeout(function () {
        URL.revokeObjectURL(link.href);
      }, 1000);
    };
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
