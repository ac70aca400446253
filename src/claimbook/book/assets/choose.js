/* The form by which a reader chooses what a page shows, its state in the address, and what it does to figures.
 *
 * What belongs here: the form, the address, panels, rows and words around the charts. What does not: drawing
 * (charts.js), statements (zoom.js). Works from a folder (file://) and under a strict Content Security Policy; without it
 * the page shows all.
 */
(function () {
  "use strict";

  var DAY = /^\d{4}-\d{2}-\d{2}$/;

  function each(selector, within, visit) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), visit);
  }

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
    if (form.dataset.choose === "figures") readFigures(bar.querySelector(".cb-shown"));

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
      // A slider says each place it comes through: together they are one step back.
      var slid = event.target && event.target.type === "range" ? event.target.name : "";
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
      fields.forEach(function (field) {
        set(field, "");
      });
      change(event);
    });
    fields.forEach(function (field) {
      field.addEventListener(field.type === "range" ? "input" : "change", change);
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

  /* ---- Figures ---- */

  /* A row of a chart or of a list: the sources in which its figures stand, each with the day by which it had been said
   * and how many figures, so that a row of several renderings stays where one of them is chosen. */
  function rowOf(row) {
    return {
      id: row.figure_id,
      known: row.known || "",
      top: row.y,
      told: row.sources.map(function (told) {
        return { source: told[0], known: told[1] || row.known || "", figures: told[2] || 1 };
      }),
    };
  }

  function toldOf(span) {
    var data = span.dataset;
    return { source: data.source, known: data.known, figures: data.figures === undefined ? 1 : Number(data.figures) };
  }

  function panelOf(element) {
    var island = element.querySelector('.cb-chart script[type^="application/vnd.vegalite"]');
    var spec = island ? JSON.parse(island.textContent) : { layer: [] };
    var links = spec.layer.filter(function (layer) {
      return layer.name === "links";
    })[0];
    var rows = links ? spec.datasets[links.data.name].map(rowOf) : [];
    var spans = Array.from(element.querySelectorAll("[data-source]"));
    // A list's row has no chart: its claims say all.
    if (!rows.length) rows = [{ id: "", known: "", told: spans.map(toldOf) }];
    return {
      element: element,
      chart: element.querySelector(".cb-chart"),
      height: spec.height,
      measure: element.closest("[data-measure]").dataset.measure,
      status: element.dataset.status,
      rows: rows,
      spans: spans,
    };
  }

  function countOf(row, state) {
    if (state.day && row.known > state.day) return 0;
    return row.told.reduce(function (sum, told) {
      var is = (!state.source || told.source === state.source) && (!state.day || told.known <= state.day);
      return sum + (is ? told.figures : 0);
    }, 0);
  }

  function readFigures(said) {
    var panels = null;
    var all = null;
    document.addEventListener("claimbook:chosen", function (event) {
      var state = event.detail;
      panels = panels || Array.from(document.querySelectorAll("[data-status]"), panelOf);
      all = all || countsOf(panels, {});
      said.textContent = tell(countsOf(panels, state), all);
      showPanels(panels, state);
      hideEmpty();
      document.dispatchEvent(new CustomEvent("claimbook:choose", { detail: chartsAs(panels, state) }));
    });
  }

  function fits(panel, state) {
    return (!state.measure || panel.measure === state.measure) && (!state.status || panel.status === state.status);
  }

  function countsOf(panels, state) {
    var counts = { panels: 0, rows: 0, figures: 0 };
    panels.forEach(function (panel) {
      panel.figures = !fits(panel, state)
        ? 0
        : panel.rows.reduce(function (sum, row) {
            return sum + countOf(row, state);
          }, 0);
      counts.figures += panel.figures;
      if (panel.figures) counts[panel.element.matches("tr") ? "rows" : "panels"] += 1;
    });
    return counts;
  }

  function tell(counts, all) {
    var parts = [counts.panels + " of " + all.panels + " panels"];
    if (all.rows) parts.push(counts.rows + " of " + all.rows + " rows of lists");
    parts.push(counts.figures + " of " + all.figures + " figures shown");
    return parts.join(", ");
  }

  function showPanels(panels, state) {
    panels.forEach(function (panel) {
      panel.element.hidden = !panel.figures;
      panel.spans.forEach(function (span) {
        var told = toldOf(span);
        span.hidden = Boolean(
          (state.source && told.source !== state.source) || (state.day && told.known > state.day)
        );
      });
    });
  }

  /* A list, a section and its line in the page's contents go with the last of what is in them. */
  function hideEmpty() {
    each("[data-measure]", null, function (section) {
      each(".cb-scroll", section, function (list) {
        list.hidden = !list.querySelector("tr[data-status]:not([hidden])");
        var heading = list.previousElementSibling;
        if (heading && /^H[2-6]$/.test(heading.tagName)) heading.hidden = list.hidden;
      });
      section.hidden = !section.querySelector("[data-status]:not([hidden])");
      each(".cb-jump a", null, function (link) {
        if (link.hash.slice(1) === section.getAttribute("aria-labelledby")) link.parentNode.hidden = section.hidden;
      });
    });
  }

  function chartsAs(panels, state) {
    var kept = {};
    panels.forEach(function (panel) {
      panel.rows.forEach(function (row) {
        if (fits(panel, state) && countOf(row, state)) kept[row.id] = true;
      });
    });
    return {
      some: Object.values(state).some(Boolean),
      keep: function (row) {
        return !row.figure_id || kept[row.figure_id] === true;
      },
      change: function (spec, element) {
        var panel = panels.filter(function (item) {
          return item.chart === element;
        })[0];
        if (!panel || !window.claimbookGaps) return spec;
        spec = window.claimbookGaps.ownRows(spec);
        if (state.day) asKnown(spec, state.day);
        return state.source ? window.claimbookGaps.close(spec, gapsOf(panel, state.source)) : spec;
      },
    };
  }

  /* Rows of other sources leave no gap. A row that had not been said yet leaves one: moving the slider, one sees where. */
  function gapsOf(panel, source) {
    return panel.rows
      .map(function (row, place) {
        return [row, row.top, place + 1 < panel.rows.length ? panel.rows[place + 1].top : panel.height];
      })
      .filter(function (item) {
        return !countOf(item[0], { source: source });
      })
      .map(function (item) {
        return item.slice(1);
      });
  }

  /* A row that stands for several says what it says on days by which only some of them had been said. */
  function asKnown(spec, day) {
    spec.layer.forEach(function (layer) {
      layer.data.values = layer.data.values
        .filter(function (row) {
          return !row.known || row.known <= day;
        })
        .map(function (row) {
          var days = Object.keys(row.as_of || {}).filter(function (said) {
            return said <= day;
          });
          return days.length ? Object.assign({}, row, row.as_of[days.sort().pop()]) : row;
        });
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
