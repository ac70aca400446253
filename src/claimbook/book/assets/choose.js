/* The form by which a reader chooses what a page shows, and its state in the address.
 *
 * What belongs here: the form and the address. What does not: what a choice does to figures (choose-figures.js) and to
 * statements (zoom.js), drawing (charts.js). Works from a folder (file://) and under a strict Content Security Policy; without it
 * the page shows all.
 */
(function () {
  "use strict";

  var MOVING = /^(range|search)$/;
  var DAY = /^\d{4}-\d{2}-\d{2}$/;

  /* ---- The form and the address ---- */

  function start() {
    var form = document.getElementById("cb-choose");
    if (!form) return;
    var fields = Array.from(form.elements).filter(function (field) {
      return field.name;
    });
    var bar = document.querySelector(".cb-choose-bar");
    var last = ""; // the field whose movement the last entry of the history is
    form.hidden = bar.hidden = false;
    if (form.dataset.choose === "figures") window.claimbookFigures.listen(form, bar.querySelector(".cb-shown"));

    function apply() {
      var state = {};
      fields.forEach(function (field) {
        state[field.name] = valueOf(field);
      });
      document.dispatchEvent(new CustomEvent("claimbook:chosen", { detail: state }));
      return state;
    }

    function change(event) {
      var state = apply();
      var address = new URL(location.href);
      Object.keys(state).forEach(function (name) {
        if (state[name]) address.searchParams.set(name, state[name]);
        else address.searchParams.delete(name);
      });
      // A slider says each place it comes through, a field each letter: together they are one step back.
      var slid = event.target && MOVING.test(event.target.type) ? event.target.name : "";
      if (address.href !== location.href) remember(address.href, Boolean(slid) && slid === last);
      last = slid;
    }

    function restore() {
      var asked = new URL(location.href).searchParams;
      fields.forEach(function (field) {
        set(field, asked.get(field.name) || "");
      });
      last = "";
      apply();
    }

    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      // What no field shows is not dropped unseen: a chosen scope is given up by a button of its own.
      fields.forEach(function (field) {
        if (field.type !== "hidden") set(field, "");
      });
      change(event);
    });
    fields.forEach(function (field) {
      field.addEventListener(MOVING.test(field.type) ? "input" : "change", change);
    });
    window.addEventListener("popstate", restore);
    // To read what all charts hold takes its time: where nothing is asked for, those in sight are drawn first.
    var isDrawn = document.documentElement.classList.contains("cb-settled") || !document.querySelector(".cb-chart");
    if (location.search || isDrawn) restore();
    else document.addEventListener("claimbook:settled", restore, { once: true });
  }

  /* Where a browser keeps no history of a file, the page works without. */
  function remember(address, again) {
    try {
      if (again) history.replaceState(null, "", address);
      else history.pushState(null, "", address);
    } catch (error) {
      return;
    }
  }

  function daysOf(field) {
    return Array.from(field.list ? field.list.options : [], function (option) {
      return { day: option.dataset.day, name: option.label };
    });
  }

  function valueOf(field) {
    if (field.type !== "range") return field.value;
    var chosen = daysOf(field)[Number(field.value)];
    var name = chosen ? chosen.name : "all days";
    document.querySelector('output[for="' + field.id + '"]').textContent = name;
    field.setAttribute("aria-valuetext", name);
    return chosen ? chosen.day : "";
  }

  /* What an address asks for and the page does not have is not chosen; a day between two is the one before it. */
  function set(field, value) {
    if (field.type === "range") {
      var days = daysOf(field);
      var known = days.filter(function (item) {
        return item.day <= value;
      }).length;
      var isAll = !DAY.test(value) || value > days[days.length - 1].day;
      field.value = isAll ? days.length : Math.max(0, known - 1);
    } else if (field.type === "date") {
      field.value = DAY.test(value) && value >= field.min && value <= field.max ? value : "";
    } else {
      field.value = value;
      if (field.selectedIndex < 0) field.value = "";
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
