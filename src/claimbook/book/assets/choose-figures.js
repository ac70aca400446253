/* What a choice does to the figures of a page: panels, rows of lists, numbers and words around the charts.
 *
 * What belongs here: which figures stay, how many they are, and how many more may. What does not: the form and the
 * address (choose.js), drawing (charts.js). Works from a folder (file://) and under a strict Content Security Policy.
 */
(function () {
  "use strict";

  function each(selector, within, visit) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), visit);
  }

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

  function listen(form, said) {
    var panels = null;
    var all = null;
    var unsure = JSON.parse(form.dataset.unsure || "[]");
    document.addEventListener("claimbook:chosen", function (event) {
      var state = event.detail;
      panels = panels || Array.from(document.querySelectorAll("[data-status]"), panelOf);
      all = all || countAll(panels);
      said.textContent = tell(countsOf(panels, state), all) + tellUnsure(unsure, state);
      showPanels(panels, state);
      showCounts(panels);
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

  function countAll(panels) {
    var all = countsOf(panels, {});
    panels.forEach(function (panel) {
      panel.all = panel.figures;
    });
    return all;
  }

  /* What may have been said by a day and need not have been, as the register tells it. Of each such figure the form
   * holds measure, status, source, the first and the last day on which it can have been said, and how many they are. */
  function tellUnsure(unsure, state) {
    if (!state.day) return "";
    var more = unsure.reduce(function (sum, row) {
      var is = (!state.measure || row[0] === state.measure) && (!state.status || row[1] === state.status) &&
        (!state.source || row[2] === state.source) && row[3] <= state.day && row[4] > state.day;
      return sum + (is ? row[5] : 0);
    }, 0);
    return more ? ". " + more + " more may have been said by then; their day is not certain." : "";
  }

  /* Numbers that the page was made with follow what is chosen, or say that they are about all. */
  function showCounts(panels) {
    panels.forEach(function (panel) {
      var caption = panel.element.querySelector("figcaption");
      if (!caption) return;
      var line = caption.querySelector(".cb-shown-here");
      if (!line) {
        line = document.createElement("p");
        line.className = "cb-shown-here";
        caption.insertBefore(line, caption.firstChild);
      }
      line.hidden = panel.figures === panel.all;
      line.textContent = line.hidden ? "" : "Shown, as chosen above: " + panel.figures + " of " + panel.all +
        (panel.all === 1 ? " figure." : " figures. The text below is about all " + panel.all + ".");
    });
    each("[data-measure]", null, function (section) {
      var own = panels.filter(function (panel) {
        return section.contains(panel.element);
      });
      var figures = sum(own, "figures");
      var link = document.querySelector('.cb-jump a[href="#' + section.getAttribute("aria-labelledby") + '"]');
      var count = link && link.parentNode.querySelector(".cb-none");
      if (!count) return;
      if (count.dataset.all === undefined) count.dataset.all = count.textContent;
      count.textContent = (figures === sum(own, "all") ? "" : figures + " chosen, of ") + count.dataset.all;
    });
  }

  function sum(panels, name) {
    return panels.reduce(function (total, panel) {
      return total + panel[name];
    }, 0);
  }

  function tell(counts, all) {
    var parts = [counts.panels + " of " + all.panels + " panels"];
    if (all.rows) parts.push(counts.rows + " of " + all.rows + " rows of lists");
    parts.push(counts.figures + " of " + all.figures + " figures shown");
    return parts.join(", ");
  }

  function showPanels(panels, state) {
    showRows(state);
    panels.forEach(function (panel) {
      panel.element.hidden = !panel.figures;
      panel.spans.forEach(function (span) {
        var told = toldOf(span);
        span.hidden = Boolean(
          (state.source && told.source !== state.source) || (state.day && told.known > state.day)
        );
      });
      // A total goes with the last of its parts.
      each(".cb-parts", panel.element, function (line) {
        line.hidden = !line.querySelector("[data-source]:not([hidden])");
      });
    });
  }

  /* A row of a list that has no panel of its own goes by its day alone. */
  function showRows(state) {
    each("tr[data-known]:not([data-status])", null, function (row) {
      row.hidden = Boolean(state.day && row.dataset.known > state.day);
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

  window.claimbookFigures = { listen: listen };
})();
