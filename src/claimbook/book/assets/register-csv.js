/* What the register found as a CSV file that no spreadsheet takes for code; made in the browser, sent to nobody.
 *
 * What belongs here: rows to text, and text to a file. The rule of the cells is that of book/behind.py, and a test holds
 * the two together. What a row says is in register.js.
 */
(function () {
  "use strict";

  // A claim with several figures has them in the same order in each of four columns, "; " between them: what is counted,
  // how many as coded, and the bounds of that, empty where open. Quoted words are in columns of their own.
  var HEAD = ["said", "first_day", "last_day", "who", "claim", "words", "measure", "quantity", "low", "high",
    "quantity_words", "hedge", "form_of_speech", "kind", "source", "claimant", "who_vouches", "in_whose_name",
    "what_that_speaker_is", "claim_id", "permalink"];
  var FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
  var NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;
  var DIRECTIONS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  // Spreadsheets read a file without it as something else than UTF-8.
  var MARK_OF_UTF8 = "\ufeff";

  function defuse(cell) {
    var plain = cell.replace(DIRECTIONS, "");
    return FORMULA.test(plain) && !NUMBER.test(plain) ? "'" + plain : plain;
  }

  function quote(cell) {
    return /[",\r\n]/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell;
  }

  function write(rows) {
    return MARK_OF_UTF8 + rows.map(function (row) {
      return row.map(function (cell) { return quote(defuse(cell)); }).join(",") + "\r\n";
    }).join("");
  }

  /* Return a row's cells; the link is the published book's where this copy knows it. */
  function cells(register, row, base) {
    var data = register.data, claims = data.claims, source = claims.source[row], said = claims.said[row];
    function figure(part) {
      var parts = claims.figures[row].map(function (place) { return data.figures[place][part]; });
      return parts.some(Boolean) ? parts.join("; ") : "";
    }
    var href = data.href[0] + data.sources.id[source] + data.href[1] + claims.id[row];
    return [
      data.said.text[said], data.said.first[said], data.said.last[said], data.speakers[claims.speaker[row]],
      claims.summary[row], claims.words[row], figure(0), figure(1), figure(2), figure(3),
      claims.numbers[row].split("\n").join("; "), data.hedges[claims.hedge[row]],
      data.voices.name[claims.voice[row]], register.kindsOf(claims.kinds[row]),
      data.sources.title[source], data.claimants.name[claims.claimant[row]], data.origins.name[claims.origin[row]],
      data.lanes.name[claims.lane[row]], data.actor_kinds.name[claims.actor[row]], claims.id[row], new URL(href, base).href
    ];
  }

  function save(register, rows, root) {
    var canonical = document.querySelector('link[rel="canonical"]');
    var base = new URL(root || "./", canonical ? canonical.href : document.baseURI).href;
    var lines = rows.map(function (row) { return cells(register, row, base); });
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([write([HEAD].concat(lines))], { type: "text/csv;charset=utf-8" }));
    link.download = "claims-found-" + rows.length + ".csv";
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  window.claimbookCsv = { save: save, write: write, defuse: defuse };
})();
