/* Timelines: which statements are shown, in which days, and how the days are moved through.
 *
 * What belongs here: the choice of statements, the buttons, the lists under the charts, and the window of days put to a
 * chart's spec (window.js draws it). What does not: the form and the address (choose.js), drawing (charts.js), what is said of
 * what is shown (told.js).
 */
(function () {
  "use strict";

  var EPOCH = 719163; // the ordinal of 1 January 1970, days being counted from the year 1
  var NOT_CODED = "not-coded";

  function start() {
    var form = document.querySelector('#cb-choose[data-choose="statements"]');
    if (!form) return;
    var bar = document.querySelector(".cb-choose-bar");
    var page = {
      form: form,
      said: bar.querySelector(".cb-shown"),
      first: form.dataset.first ? ordinal(form.dataset.first) : 0,
      last: form.dataset.first ? ordinal(form.dataset.last) : 0,
      charts: Array.from(document.querySelectorAll(".cb-chart"), readChart).filter(Boolean),
      rows: Array.from(document.querySelectorAll("tr[data-acts]"), readRow),
    };
    document.addEventListener("claimbook:chosen", function (event) {
      choose(page, event.detail);
    });
    setUpMoves(page, bar.querySelector(".cb-zoom"));
  }

  function ordinal(day) {
    return Math.round(Date.parse(day + "T00:00:00Z") / 864e5) + EPOCH;
  }

  function iso(day) {
    return new Date((day - EPOCH) * 864e5).toISOString().slice(0, 10);
  }

  /* ---- What there is ---- */

  function layerOf(spec, name) {
    return spec.layer.filter(function (layer) {
      return layer.name === name;
    })[0];
  }

  function readChart(element) {
    var island = element.querySelector('script[type^="application/vnd.vegalite"]');
    var spec = island ? JSON.parse(island.textContent) : null;
    var links = spec && layerOf(spec, "links");
    if (!links || !spec.datasets[links.data.name].some(hasTerms)) return null;
    var rows = spec.datasets[links.data.name];
    var bottoms = rows.map(function (row) {
      return row.y2;
    });
    return {
      element: element,
      rows: rows,
      bottoms: Array.from(new Set(bottoms)).sort(ascending),
      lanes: spec.datasets[layerOf(spec, "lane_lines").data.name],
      height: spec.height,
    };
  }

  function ascending(one, other) {
    return one - other;
  }

  function hasTerms(row) {
    return Array.isArray(row.acts);
  }

  function readRow(element) {
    var days = element.dataset.days.split("/");
    return {
      element: element,
      from: days[0] ? ordinal(days[0]) : undefined,
      to: days[1] ? ordinal(days[1]) : undefined,
      acts: element.dataset.acts.split(" "),
      lanes: element.dataset.lanes.split(" "),
      alignments: element.dataset.alignments.split(" ").filter(Boolean),
    };
  }

  /* ---- What is chosen ---- */

  function hasChosenTerms(row, state) {
    var alignments = row.alignments.length ? row.alignments : [NOT_CODED];
    return (
      (!state.act || row.acts.indexOf(state.act) >= 0) &&
      (!state.lane || row.lanes.indexOf(state.lane) >= 0) &&
      (!state.alignment || alignments.indexOf(state.alignment) >= 0)
    );
  }

  /* A statement is in a window if it can have been said in it: one of no known day in any, "by 11 March" in all before. */
  function isWithin(row, days) {
    return !days || row.to === undefined || (row.to >= days[0] && (row.from === undefined || row.from < days[1]));
  }

  /* The days from which to which (the day after the last); null is all of them. */
  function windowOf(page, state) {
    if (!state.from && !state.to) return null;
    var first = state.from ? ordinal(state.from) : page.first;
    var last = state.to ? ordinal(state.to) : page.last;
    var days = [Math.min(first, last), Math.max(first, last) + 1];
    return days[0] <= page.first && days[1] > page.last ? null : days;
  }

  function choose(page, state) {
    var days = windowOf(page, state);
    var fits = function (row) {
      return hasChosenTerms(row, state) && isWithin(row, days);
    };
    var all = {};
    var kept = {};
    page.days = days;
    page.points = [];
    page.charts.forEach(function (chart) {
      chart.kept = chart.rows.filter(fits);
      chart.rows.forEach(function (row) {
        all[row.statement_id] = row;
        if (row.to !== undefined && hasChosenTerms(row, state)) page.points.push(row.to);
      });
      chart.kept.forEach(function (row) {
        kept[row.statement_id] = row;
      });
      var place = chart.element.closest(".cb-panel, .cb-figure") || chart.element;
      place.hidden = !chart.kept.length;
    });
    page.points.sort(ascending);
    page.said.textContent = window.claimbookTold.tell(Object.values(kept), Object.values(all), days, state);
    window.claimbookTold.lead(page.said, page.form, state);
    showRows(page.rows, fits);
    var detail = Object.assign(chartsAs(page, kept, days), { some: Boolean(state.act || state.alignment || state.lane || days) });
    document.dispatchEvent(new CustomEvent("claimbook:choose", { detail: detail }));
  }

  function showRows(rows, fits) {
    rows.forEach(function (row) {
      row.element.hidden = !fits(row);
    });
    var lists = rows.map(function (row) {
      return row.element.closest(".cb-scroll");
    });
    new Set(lists.filter(Boolean)).forEach(function (list) {
      list.hidden = !list.querySelector("tr[data-acts]:not([hidden])");
      var note = list.nextElementSibling;
      if (!note || !note.matches(".cb-nothing")) {
        note = document.createElement("p");
        note.className = "cb-none cb-nothing";
        note.textContent = "Nothing here is as chosen above.";
        list.insertAdjacentElement("afterend", note);
      }
      note.hidden = !list.hidden;
    });
  }

  function chartsAs(page, kept, days) {
    return {
      keep: function (row) {
        return !row.statement_id || Boolean(kept[row.statement_id]);
      },
      change: function (spec, element, width) {
        var chart = page.charts.filter(function (item) {
          return item.element === element;
        })[0];
        if (!chart || !window.claimbookGaps) return spec;
        spec = window.claimbookGaps.ownRows(spec);
        if (days && window.claimbookWindow) spec = window.claimbookWindow(spec, days, width);
        return window.claimbookGaps.close(spec, gapsOf(chart));
      },
    };
  }

  /* Lanes in which nothing is left, and of the others the sub-rows in which nothing is. */
  function gapsOf(chart) {
    var bottoms = {};
    chart.kept.forEach(function (row) {
      bottoms[row.y2] = true;
    });
    var gaps = [];
    chart.lanes.forEach(function (lane, place) {
      var top = lane.y;
      var end = place + 1 < chart.lanes.length ? chart.lanes[place + 1].y : chart.height;
      var own = chart.bottoms.filter(function (y) {
        return y > top && y <= end;
      });
      var isLeft = own.some(function (y) {
        return bottoms[y];
      });
      if (!isLeft) {
        gaps.push([top, end]);
        return;
      }
      // The first sub-row, with the line of a note above it, begins below the lane's name; any other where one ends.
      own.forEach(function (y, index) {
        if (!bottoms[y]) gaps.push([index ? own[index - 1] : top + lane.head, y]);
      });
    });
    return gaps;
  }

  /* ---- Moving through the days ---- */

  function setUpMoves(page, group) {
    if (!group) return;
    var keys = { ArrowLeft: "earlier", ArrowRight: "later", "+": "closer", "-": "farther", 0: "all" };
    group.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (button) move(page, button.dataset.move);
    });
    group.addEventListener("keydown", function (event) {
      if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      move(page, keys[event.key]);
    });
    document.addEventListener("claimbook:chosen", function () {
      var days = page.days;
      mark(group, "earlier", !days || days[0] <= page.first);
      mark(group, "later", !days || days[1] > page.last);
      mark(group, "closer", days && days[1] - days[0] === 1);
      mark(group, "farther", !days);
      mark(group, "all", !days);
    });
  }

  /* Not disabled: a button that loses the focus when it can do no more would send the keyboard to the page's top. */
  function mark(group, name, isIdle) {
    group.querySelector('[data-move="' + name + '"]').setAttribute("aria-disabled", String(Boolean(isIdle)));
  }

  function move(page, name) {
    var days = page.days || [page.first, page.last + 1];
    var length = days[1] - days[0];
    if (name === "all" || (name === "farther" && length * 2 > page.last - page.first)) show(page, null);
    else if (name === "farther") show(page, place(page, days[0] - Math.floor(length / 2), length * 2));
    else if (name === "closer") show(page, closer(page, days, length));
    else show(page, along(page, days, length, name === "later" ? 1 : -1));
  }

  function place(page, first, length) {
    var begin = Math.max(page.first, Math.min(first, page.last + 1 - length));
    return [begin, begin + length];
  }

  function inside(page, days) {
    return page.points.filter(function (day) {
      return day >= days[0] && day < days[1];
    });
  }

  /* Half as long, around the middle one of the statements in it, so that it does not end where nobody spoke. */
  function closer(page, days, length) {
    var points = inside(page, days);
    var middle = points.length ? points[Math.floor(points.length / 2)] : Math.floor((days[0] + days[1]) / 2);
    var half = Math.ceil(length / 2);
    var first = Math.max(days[0], Math.min(middle - Math.floor(half / 2), days[1] - half));
    return [first, first + half];
  }

  /* By half a window; where nobody spoke for longer, on to the next statement. */
  function along(page, days, length, way) {
    var next = place(page, days[0] + way * Math.max(1, Math.floor(length / 2)), length);
    if (inside(page, next).length) return next;
    var beyond = inside(page, way > 0 ? [days[1], Infinity] : [-Infinity, days[0]]);
    if (!beyond.length) return days;
    var day = way > 0 ? beyond[0] : beyond[beyond.length - 1];
    return place(page, day - Math.floor(length / 2), length);
  }

  function show(page, days) {
    var from = page.form.elements.from;
    page.form.elements.to.value = days ? iso(days[1] - 1) : "";
    from.value = days ? iso(days[0]) : "";
    from.dispatchEvent(new Event("change", { bubbles: true }));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
