/* Takes stripes out of a chart: what is left moves together, so that a choice of few marks is a small chart.
 *
 * What belongs here: moving what is drawn, up and down. What does not: which stripes go (choose-figures.js, zoom.js).
 */
(function () {
  "use strict";

  /* Gives every layer rows of its own: layers of the same rows share them in a spec, and would be changed twice. */
  function ownRows(spec) {
    spec.layer.forEach(function (layer) {
      var rows = (spec.datasets || {})[layer.data.name] || layer.data.values || [];
      layer.data = {
        values: rows.map(function (row) {
          return Object.assign({}, row);
        }),
      };
    });
    delete spec.datasets;
    return spec;
  }

  function fieldOf(layer, channel) {
    return (layer.encoding[channel] || {}).field;
  }

  /* `gaps` are [top, bottom] in pixels, in order, none reaching into another. */
  function closeGaps(spec, gaps) {
    if (!gaps.length) return spec;
    var moved = function (y) {
      return gaps.reduce(function (place, gap) {
        return place - Math.max(0, Math.min(y, gap[1]) - gap[0]);
      }, y);
    };
    var height = moved(spec.height);
    spec.layer.forEach(function (layer) {
      var top = fieldOf(layer, "y");
      var bottom = fieldOf(layer, "y2");
      if (!top) return;
      layer.data.values = layer.data.values.filter(function (row) {
        return !gaps.some(function (gap) {
          return row[top] >= gap[0] && row[top] < gap[1] && (bottom ? row[bottom] : row[top]) <= gap[1];
        });
      });
      layer.data.values.forEach(function (row) {
        row[top] = moved(row[top]);
        if (bottom) row[bottom] = moved(row[bottom]);
      });
      layer.encoding.y.scale.domain = [0, height];
    });
    spec.height = height;
    return spec;
  }

  window.claimbookGaps = { ownRows: ownRows, close: closeGaps };
})();
