/* The register of claims: shows page by page what is found as one types, and keeps what is chosen in the address.
 *
 * What belongs here: the controls and the table of book/register. What does not: which rows are found, and in which
 * order (register-find.js), what the address holds (register-address.js), the file of what is found (register-csv.js),
 * and what a row says (analysis/register.py). Works from a folder (file://) and under a strict Content Security Policy.
 * All text is set as text.
 */
(function () {
  "use strict";

  var address = window.claimbookAddress;
  var ROWS = 50;
  var WAIT = 250; // ms; browsers refuse to change the address with every key
  var COLUMNS = { said: "Said", who: "Who", claim: "Claim", kind: "Kind", source: "Source" };

  /* ---- The page ---- */

  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  function start() {
    var data = window.claimbookRegister, finder = window.claimbookFinder;
    var form = document.querySelector(".cb-find");
    if (data && finder && form) new View(new finder.Register(data), form);
  }

  function View(register, form) {
    var self = this;
    this.register = register;
    this.form = form;
    this.root = form.dataset.root;
    this.found = document.querySelector(".cb-found");
    this.table = document.querySelector(".cb-register");
    this.export = document.querySelector(".cb-export button");
    this.pagers = Array.from(document.querySelectorAll(".cb-pager"));
    this.waiting = 0;
    this.typing = false;
    this.fill();
    this.chosen = address.read(form) || address.nothing();
    this.listen();
    address.put(form, this.chosen);
    this.show();
    document.querySelector(".cb-register-plain").hidden = true;
    [form, this.table, this.export.parentNode].concat(this.pagers).forEach(function (part) { part.hidden = false; });
    setTimeout(function () { self.register.searched(); }, 0); // before the first key, if there is time
  }

  /* Fill in the choices, and say in the table's parts what they are: laid out as blocks they would lose that. */
  View.prototype.fill = function () {
    var data = this.register.data, form = this.form;
    var kinds = data.kinds.concat(data.claims.kinds.indexOf(0) < 0 ? [] : [window.claimbookFinder.BARE]);
    var choices = {
      source: [data.sources.id, data.sources.title], who: [data.claimants.id, data.claimants.name], kind: [kinds, kinds],
      incident: [data.incidents.id, data.incidents.title], origin: [data.origins.id, data.origins.name],
      lane: [data.lanes.id, data.lanes.name], actor: [data.actor_kinds.id, data.actor_kinds.name],
      voice: [data.voices.id, data.voices.name]
    };
    Object.keys(choices).forEach(function (key) {
      var field = form.elements.namedItem(key);
      if (!field) return;
      choices[key][0].forEach(function (id, place) {
        field.add(new Option(choices[key][1][place], id));
      });
    });
    var days = data.said.first.concat(data.said.last).filter(Boolean).sort();
    ["from", "to"].forEach(function (key) {
      form.elements.namedItem(key).min = days[0] || "";
      form.elements.namedItem(key).max = days[days.length - 1] || "";
    });
    form.noValidate = true; // a day beyond the last finds nothing, and that is said
    var roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader" };
    Object.keys(roles).forEach(function (tag) {
      var parts = tag === "table" ? [this.table] : Array.from(this.table.querySelectorAll(tag));
      parts.forEach(function (part) { part.setAttribute("role", roles[tag]); });
    }, this);
  };

  View.prototype.listen = function () {
    var self = this, form = this.form;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      self.read(true);
      self.found.focus();
    });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      address.put(form, address.nothing());
      self.read(true);
    });
    // A year is typed as words are: sign by sign, each of them a day of its own.
    form.addEventListener("input", function (event) { self.read(!/^(search|date)$/.test(event.target.type)); });
    form.addEventListener("focusout", function () { self.settle(); });
    this.table.querySelector("thead").addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) return;
      var column = button.dataset.sort;
      self.go({ sort: self.chosen.sort === column ? "-" + column : column, page: 1 });
    });
    this.pagers.forEach(function (pager, place) {
      pager.addEventListener("click", function (event) {
        var button = event.target.closest("button");
        if (!button || button.getAttribute("aria-disabled") === "true") return;
        self.go({ page: self.chosen.page + Number(button.dataset.step) });
        if (place) self.found.focus(); // what is new begins above
      });
    });
    this.export.addEventListener("click", function () {
      if (self.rows.length) window.claimbookCsv.save(self.register, self.rows, self.root);
    });
    this.found.tabIndex = -1;
    window.addEventListener("popstate", function () {
      var chosen = address.read(form);
      if (!chosen) return;
      clearTimeout(self.waiting);
      self.waiting = 0;
      self.typing = false;
      self.chosen = chosen;
      address.put(form, chosen);
      self.show();
    });
    window.addEventListener("pagehide", function () { self.settle(); });
  };

  /* Take over what the controls say. A choice is a step of its own in the history, and so is what is typed at once. */
  View.prototype.read = function (isStep) {
    var self = this;
    var chosen = Object.assign(address.take(this.form), { unknown: 0, sort: this.chosen.sort, page: 1 });
    if (isStep) {
      this.go(chosen);
      return;
    }
    this.chosen = chosen;
    this.show();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(function () { self.keep(); }, WAIT);
  };

  View.prototype.keep = function () {
    this.waiting = 0;
    address.write(this.chosen, !this.typing);
    this.typing = true;
  };

  View.prototype.settle = function () {
    clearTimeout(this.waiting);
    if (this.waiting) this.keep();
    this.typing = false;
  };

  View.prototype.go = function (changes) {
    this.settle();
    this.chosen = Object.assign({}, this.chosen, { unknown: 0 }, changes);
    this.show();
    address.write(this.chosen, true);
  };

  View.prototype.show = function () {
    var found = this.register.find(this.chosen), rows = found.rows;
    this.rows = rows;
    var pages = Math.max(1, Math.ceil(rows.length / ROWS));
    this.chosen.page = Math.min(this.chosen.page, pages);
    var begin = (this.chosen.page - 1) * ROWS;
    var shown = rows.slice(begin, begin + ROWS);
    var fragment = document.createDocumentFragment();
    shown.forEach(function (row) { fragment.appendChild(this.row(row)); }, this);
    var body = this.table.querySelector("tbody");
    body.textContent = "";
    body.appendChild(fragment);
    this.say(rows.length, begin, shown.length, found.unsure);
    this.showExport(rows.length);
    this.table.classList.toggle("cb-nothing", !rows.length);
    this.showOrder();
    this.showPages(pages);
  };

  View.prototype.say = function (found, begin, shown, unsure) {
    var all = this.register.size;
    var text = found ? "Claims " + (begin + 1) + " to " + (begin + shown) + " of " + found : "No claim found";
    text += found === all ? "." : found ? " found; " + all + " in all." : "; " + all + " in all.";
    if (unsure) text += " " + this.sayUnsure(unsure);
    if (this.chosen.unknown) {
      text += " Of what the address asks for, " + this.chosen.unknown + " is not known in this book and is left out.";
    }
    if (this.found.textContent !== text) this.found.textContent = text;
  };

  View.prototype.sayUnsure = function (unsure) {
    var then = this.chosen.from ? "on these days" : "by then";
    return this.chosen.may
      ? unsure + " of these may have been said " + then + ", and need not have been; their day is not certain."
      : unsure + " more may have been said " + then + "; their day is not certain.";
  };

  View.prototype.showExport = function (found) {
    var label = found === 1 ? "CSV of this 1 claim" : "CSV of these " + found + " claims";
    if (this.export.textContent !== label) this.export.textContent = label;
    this.export.setAttribute("aria-disabled", String(!found));
  };

  View.prototype.showOrder = function () {
    var down = this.chosen.sort[0] === "-", column = this.chosen.sort.replace("-", "");
    Array.from(this.table.querySelectorAll("th button")).forEach(function (button) {
      if (button.dataset.sort === column) {
        button.parentNode.setAttribute("aria-sort", down ? "descending" : "ascending");
      } else {
        button.parentNode.removeAttribute("aria-sort");
      }
    });
  };

  View.prototype.showPages = function (pages) {
    var page = this.chosen.page;
    this.pagers.forEach(function (pager) {
      pager.querySelector("span").textContent = "Page " + page + " of " + pages;
      // Not disabled: that would take the keyboard's place away.
      pager.querySelector("[data-step='-1']").setAttribute("aria-disabled", String(page <= 1));
      pager.querySelector("[data-step='1']").setAttribute("aria-disabled", String(page >= pages));
    });
  };

  View.prototype.row = function (row) {
    var data = this.register.data, claims = data.claims, source = claims.source[row];
    var href = this.root + data.href[0] + data.sources.id[source] + data.href[1];
    var line = make("tr");
    line.setAttribute("role", "row");
    var cells = {};
    Object.keys(COLUMNS).forEach(function (name) {
      cells[name] = make("td", "cb-col-" + name);
      cells[name].setAttribute("role", "cell");
      cells[name].dataset.label = COLUMNS[name];
      line.appendChild(cells[name]);
    });
    cells.said.textContent = data.said.text[claims.said[row]];
    cells.who.textContent = data.speakers[claims.speaker[row]];
    cells.kind.textContent = this.register.kindsOf(claims.kinds[row]);
    var link = make("a", "", claims.summary[row]);
    link.href = href + claims.id[row];
    cells.claim.appendChild(link);
    var tongue = data.languages[claims.language[row]] || data.sources.language[source];
    [claims.words[row]].concat(claims.numbers[row].split("\n")).filter(Boolean).forEach(function (quoted) {
      var words = make("span", "cb-register-words", window.claimbookWords.quote(quoted));
      words.dir = "auto";
      if (tongue) words.lang = tongue;
      cells.claim.appendChild(words);
    });
    if (data.hedges[claims.hedge[row]]) cells.claim.appendChild(this.hedge(data.hedges[claims.hedge[row]], tongue));
    var title = make("a", "", data.sources.title[source]);
    title.href = href.replace("#", "");
    title.dir = "auto";
    if (data.sources.language[source]) title.lang = data.sources.language[source];
    cells.source.appendChild(title);
    return line;
  };

  View.prototype.hedge = function (words, tongue) {
    var line = make("span", "cb-register-words", "Hedge: ");
    var quoted = make("span", "", window.claimbookWords.quote(words));
    quoted.dir = "auto";
    if (tongue) quoted.lang = tongue;
    line.appendChild(quoted);
    return line;
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
