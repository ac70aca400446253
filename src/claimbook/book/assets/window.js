/* A timeline's spec in some of its days: what lies outside goes, what reaches outside is cut and says that it goes on.
 *
 * What belongs here: the geometry of a window of days, put to the layers that charts/statements.py names. What does not:
 * which days and which statements (zoom.js), drawing (charts.js). Nothing is shown as more certain than it was: an end
 * that lies outside is not drawn as an end, and a bar that fades out to the left fades out still.
 */
(function () {
  "use strict";

  var EPOCH = 719163; // the ordinal of 1 January 1970, days being counted from the year 1
  var MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  // As in charts/days.py, ties.py and lanes.py.
  var DAY_STEPS = [1, 2, 3, 4, 7, 14, 28, 91, 182, 364, 3640, 36400, 1e6];
  var DOT = 8;
  var TEXT_GAP = 5;
  var ARROW = 9;
  var TIE = 11;
  var SUB_ROW = 24;

  function windowed(spec, days, width) {
    var layers = {};
    spec.layer.forEach(function (layer) {
      layers[layer.name] = layer;
    });
    var own = layers.days && layers.days.encoding.x.scale.domain;
    if (!own) return spec; // no day is known here
    var first = layers.days.data.values[0].x - 0.5;
    if (days[0] <= first && days[1] >= own[1]) return spec;
    if (days[0] >= own[1] || days[1] <= first) return withoutDays(layers, spec);
    // As far as the chart has days; from its first day on the room for what fades out to the left stays.
    var low = days[0] <= first ? own[0] : days[0];
    var high = Math.min(days[1], own[1]);
    var view = { low: low, high: high, pixel: (high - low) / width, width: width };
    var marks = marksOf(layers, view);
    setDays(layers, view, Math.max(first, low));
    spec.layer.forEach(function (layer) {
      if (layer.encoding.x && layer.encoding.x.scale) layer.encoding.x.scale.domain = [low, high];
      cut(layer, view);
    });
    spec.layer = spec.layer.filter(function (layer) {
      return layer.name !== "acts" && layer.name !== "notes";
    });
    var links = spec.layer.pop();
    spec.layer = spec.layer.concat(goingOn(layers, marks), acts(layers, marks, view), notes(layers, marks, view), [links]);
    links.data.values.forEach(function (row) {
      var mark = marks.by[key(row, middleOf(row))];
      row.x = mark ? Math.max(low, mark.takenFrom) : low;
      row.x2 = mark ? Math.min(high, mark.takenTo) : high;
    });
    return spec;
  }

  /* Only statements of no known day are left of it, so there are no days to stand on. */
  function withoutDays(layers, spec) {
    layers.days.encoding.x.axis.values = layers.days.data.values = [];
    if (layers.days_again) layers.days_again.data.values = [];
    return spec;
  }

  /* ---- What there is in the window ---- */

  function key(row, y) {
    return row.statement_id + "@" + y;
  }

  /* A link is as high as its text; its mark stands in the middle of the first line. */
  function middleOf(row) {
    return row.y + SUB_ROW / 2;
  }

  /* The dated marks by sub-row, from left to right, each with what of it is in the window. */
  function marksOf(layers, view) {
    var marks = { by: {}, rows: {} };
    layers.links.data.values.forEach(function (row) {
      if (row.to === undefined) return;
      var y = middleOf(row);
      var start = row.from === undefined ? view.low : row.from;
      var isDay = row.from === row.to;
      var mark = {
        row: row,
        y: y,
        isDay: isDay,
        low: isDay ? row.from + 0.5 - DOT * view.pixel : Math.max(start, view.low),
        high: isDay ? row.from + 0.5 + DOT * view.pixel : Math.min(row.to + 1, view.high),
        // "No later than" says nothing of a beginning: its bar fades out, whether or not there is more to the left.
        before: row.from !== undefined && row.from < view.low,
        after: row.to + 1 > view.high,
      };
      mark.takenFrom = mark.low;
      mark.takenTo = mark.high;
      marks.by[key(row, y)] = mark;
      (marks.rows[y] = marks.rows[y] || []).push(mark);
    });
    Object.keys(marks.rows).forEach(function (y) {
      marks.rows[y].sort(function (a, b) {
        return a.low - b.low || a.high - b.high;
      });
    });
    return marks;
  }

  function cut(layer, view) {
    var data = layer.data;
    var isIn = function (row) {
      return row.x >= view.low && row.x <= view.high;
    };
    if (/^(range|by)_/.test(layer.name)) {
      data.values.forEach(function (row) {
        row.x = Math.max(row.x, view.low);
        row.x2 = Math.min(row.x2, view.high);
      });
      // A bar of no days: it begins or ends where the window does.
      data.values = data.values.filter(function (row) {
        return row.x < row.x2;
      });
    } else if (/^(ends_|days_(filled|ring|dashed|hollow)$)/.test(layer.name)) {
      data.values = data.values.filter(isIn);
    } else if (/^(ties|tie_hooks)$/.test(layer.name)) {
      // A bracket stands left of its marks; one whose marks begin outside stands at the edge, or it would not be seen.
      data.values.forEach(function (row) {
        row.x = Math.max(row.x, view.low + TIE * view.pixel);
      });
      data.values = data.values.filter(isIn);
    }
  }

  /* ---- Days ---- */

  function setDays(layers, view, first) {
    var last = Math.ceil(view.high) - 1;
    var begin = Math.ceil(first);
    var line = layers.days.data.values[0];
    var axis = layers.days.encoding.x.axis;
    var step = DAY_STEPS.filter(function (item) {
      return (last - begin) / item < 40;
    })[0];
    layers.days.data.values = every(begin, last, step).map(function (day) {
      return { x: day + 0.5, y: line.y, y2: line.y2 };
    });
    axis.values = every(begin, last, step).map(function (day) {
      return day + 0.5;
    });
    if (!layers.days_again) return;
    var withYear = axis.labelExpr.indexOf("%Y") >= 0;
    var y = layers.days_again.data.values[0].y;
    var room = DAY_STEPS.filter(function (item) {
      return item / view.pixel >= (withYear ? 90 : 56) || item > last - begin;
    })[0];
    layers.days_again.data.values = every(begin, last, room).map(function (day) {
      return { x: day + 0.5, y: y, text: dayName(day, withYear) };
    });
  }

  function every(first, last, step) {
    var days = [];
    for (var day = first; day <= last; day += step) days.push(day);
    return days;
  }

  function dayName(day, withYear) {
    var date = new Date((day - EPOCH) * 864e5);
    return date.getUTCDate() + " " + MONTHS[date.getUTCMonth()] + (withYear ? " " + date.getUTCFullYear() : "");
  }

  /* ---- What is put anew ---- */

  /* A layer like another, with rows of its own. */
  function like(layer, name, mark, rows) {
    var copy = JSON.parse(JSON.stringify(Object.assign({}, layer, { data: {} })));
    copy.name = name;
    Object.assign(copy.mark, mark);
    copy.data = { values: rows };
    return copy;
  }

  /* A triangle at the edge of what goes on beyond it. */
  function goingOn(layers, marks) {
    var all = Object.values(marks.by);
    return [
      ["left", "before", "low", 5],
      ["right", "after", "high", -5],
    ]
      .map(function (side) {
        var rows = all
          .filter(function (mark) {
            return mark[side[1]];
          })
          .map(function (mark) {
            return { statement_id: mark.row.statement_id, x: mark[side[2]], y: mark.y };
          });
        var base = { data: {}, mark: {}, encoding: { x: layers.links.encoding.x, y: layers.links.encoding.y } };
        var look = { type: "point", style: "cb-filled", shape: "triangle-" + side[0], size: 60, xOffset: side[3], aria: false };
        return like(base, "goes_on_" + side[0], look, rows);
      })
      .filter(hasRows);
  }

  function hasRows(layer) {
    return layer.data.values.length > 0;
  }

  /* The acts beside their marks, inside a bar, or, where there is no room, cut: the link says them in full. */
  function acts(layers, marks, view) {
    if (!layers.acts) return [];
    layers.acts.data.values.forEach(function (row) {
      if (marks.by[key(row, row.y)]) marks.by[key(row, row.y)].text = row;
    });
    var placed = [];
    Object.keys(marks.rows).forEach(function (y) {
      var edge = view.low;
      marks.rows[y].forEach(function (mark, place) {
        var next = marks.rows[y][place + 1];
        if (mark.text) placeText(mark, edge, next ? next.low : view.high, view, placed);
        edge = mark.takenTo;
      });
    });
    return [like(layers.acts, "acts", { limit: 0 }, placed)].filter(hasRows); // it is cut already
  }

  function placeText(mark, edge, next, view, placed) {
    var room = [
      ["inside", mark.isDay ? 0 : mark.high - mark.low - (mark.after ? ARROW * view.pixel : 0)],
      ["right", next - mark.high],
      ["left", mark.low - edge],
    ];
    var count = mark.text.text.split("\n").length;
    var words = mark.text.text.replace(/\n/g, " ");
    var wanted = (window.claimbookText.width(words) + 2 * TEXT_GAP) * view.pixel;
    var widest = room.slice().sort(function (a, b) {
      return b[1] - a[1];
    })[0];
    var chosen = room.filter(function (item) {
      return item[1] >= wanted;
    })[0] || widest;
    var text = window.claimbookText.fold(words, chosen[1] / view.pixel - 2 * TEXT_GAP, count);
    if (!text) return;
    var shift = TEXT_GAP + (chosen[0] === "inside" && mark.after ? ARROW : 0);
    var isRight = chosen[0] === "right";
    var x = chosen[0] === "left" ? mark.low : mark.high;
    var side = { x: x, text: text, align: isRight ? "left" : "right", dx: isRight ? shift : -shift };
    placed.push(Object.assign({}, mark.text, side));
    var width = Math.min(wanted, chosen[1]);
    if (isRight) mark.takenTo = mark.high + width;
    if (chosen[0] === "left") mark.takenFrom = mark.low - width;
  }

  /* What a mark must say beside its act, on lines of its own above it: its mark is the next one down. */
  function notes(layers, marks, view) {
    if (!layers.notes) return [];
    var rows = [];
    layers.notes.data.values.forEach(function (row) {
      var mark = Object.values(marks.by)
        .filter(function (item) {
          return item.row.statement_id === row.statement_id && item.y > row.y;
        })
        .sort(function (one, other) {
          return one.y - other.y;
        })[0];
      if (!mark) return;
      var x = mark.isDay ? (mark.low + mark.high) / 2 : mark.high;
      rows.push(Object.assign({}, row, { x: x, align: x < (view.low + view.high) / 2 ? "left" : "right" }));
      mark.takenFrom = view.low; // its line is its own
      mark.takenTo = view.high;
    });
    return [like(layers.notes, "notes", {}, rows)].filter(hasRows);
  }

  window.claimbookWindow = windowed;
})();
