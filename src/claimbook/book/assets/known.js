/* The slider of days: hides what had not been said by the day chosen, and tells the charts (charts.js).
 *
 * What belongs here: the control and the words around the charts. What does not: drawing. Works from a folder (file://)
 * and under a strict Content Security Policy; without it the page shows all that was said.
 */
(function () {
  "use strict";

  function start() {
    var form = document.querySelector(".cb-slider");
    if (!form) return;
    var days = Array.from(form.querySelectorAll("option"), function (option) {
      return { day: option.dataset.day, name: option.label };
    });
    var input = form.querySelector("input");
    var output = form.querySelector("output");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    var apply = function () {
      var chosen = days[Number(input.value)];
      var name = chosen ? chosen.name : "all days";
      output.textContent = name;
      input.setAttribute("aria-valuetext", name);
      document.querySelectorAll("[data-known]").forEach(function (element) {
        element.hidden = Boolean(chosen) && element.dataset.known > chosen.day;
      });
      document.dispatchEvent(new CustomEvent("claimbook:known", { detail: chosen ? chosen.day : "" }));
    };
    input.addEventListener("input", apply);
    apply();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
