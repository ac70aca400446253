/* What stands under a chart, where scripts run: its address to cite, its picture as PNG, its fold when one follows a link.
 *
 * What belongs here: the tools of a chart's frame. What does not: drawing (charts.js). Without this file the data, the CSV
 * file and the SVG are there all the same. Works from a folder (file://) and under a strict Content Security Policy.
 */
(function () {
  "use strict";

  var SCALE = 2;

  function start() {
    document.querySelectorAll(".cb-figure").forEach(setUp);
    unfold();
    window.addEventListener("hashchange", unfold);
    // A picture that waits to be scrolled to may come too late for paper.
    window.addEventListener("beforeprint", function () {
      document.querySelectorAll("img.cb-picture").forEach(function (picture) {
        picture.loading = "eager";
      });
    });
  }

  function setUp(figure) {
    var address = figure.querySelector(".cb-address");
    if (address) address.textContent = new URL("#" + figure.id, location.href.split("?")[0]).href;
    var button = figure.querySelector(".cb-png");
    var chart = figure.querySelector(".cb-chart");
    if (!button || !chart) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      button.disabled = true;
      // charts.js draws it; what a reader has chosen to see is what comes.
      chart.dispatchEvent(
        new CustomEvent("claimbook:picture", {
          detail: {
            scale: SCALE,
            take: function (canvas) {
              button.disabled = false;
              if (canvas) canvas.toBlob(save(figure.id + ".png"), "image/png");
            },
          },
        })
      );
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

  /* A chart in a closed fold is opened for who follows a link to it. */
  function unfold() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.matches(".cb-figure")) return;
    var fold = target.closest("details");
    if (!fold || fold.open) return;
    fold.open = true;
    target.scrollIntoView();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
