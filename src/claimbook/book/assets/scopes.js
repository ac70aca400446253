/* What a reader chooses of the scopes: which are listed, and how each other stands to the one that is chosen, and why.
 *
 * What belongs here: the lists of book/comparable and what is told of a chosen scope. What does not: the form and the
 * address (choose.js), what a word is (words.js), and how two scopes stand to each other (analysis/comparability.py;
 * packed by book/scope_pack.py, and only looked up here). All text is set as text. Works from a folder and under a strict Content Security Policy.
 */
(function () {
  "use strict";

  var MANY = 40; // scopes up to which the lists are open
  var SAID = "not said";

  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  /* ---- What is packed ---- */

  /* Return how the scope at `one` stands to the one at `other`: the place of the relation, and of each respect in which
   * they differ. Pairs are packed once: the other way round the relation is its mirror. */
  function relate(packed, one, other) {
    var count = packed.facets.length;
    var first = Math.min(one, other);
    var place = first * count - (first * (first + 1)) / 2 + Math.max(one, other) - first - 1;
    var kind = 0;
    for (var sign = 0; sign < packed.width; sign += 1) {
      kind = kind * packed.digits.length + packed.digits.indexOf(packed.pairs[place * packed.width + sign]);
    }
    var found = packed.kinds[kind];
    return { relation: one < other ? found[0] : packed.relations[found[0]][2], respects: found[1] };
  }

  function wordsOf(packed, scope, respect) {
    return packed.respects[respect][1][packed.facets[scope][respect]] || SAID;
  }

  /* ---- The page ---- */

  function start() {
    var form = document.querySelector('#cb-choose[data-choose="scopes"]');
    var island = document.querySelector("script.cb-pairs");
    if (form && island) new View(form, JSON.parse(island.textContent));
  }

  function View(form, packed) {
    var self = this;
    this.form = form;
    this.packed = packed;
    this.rows = Array.from(document.querySelectorAll(".cb-scope-list tbody tr"));
    var wordsIn = window.claimbookWords.of;
    var also = packed.also.map(wordsIn);
    this.texts = this.rows.map(function (row, place) {
      var spelled = packed.spelled[place].map(function (text) { return also[text]; });
      var figures = Array.from(row.querySelectorAll("li"), function (item) { return wordsIn(item.textContent); });
      return [wordsIn(self.wordsOf(row))].concat(figures, spelled).join("\n"); // figures: numbers and who says them
    });
    this.lists = Array.from(document.querySelectorAll(".cb-scope-lists details"));
    this.section = document.querySelector(".cb-chosen");
    this.said = document.querySelector(".cb-shown");
    this.legend = form.querySelector("legend");
    this.asks = this.legend.textContent;
    this.larger = {};
    packed.larger.forEach(function (pair) { self.larger[pair[0] + "-" + pair[1]] = pair[2]; });
    this.rows.forEach(function (row) {
      row.querySelector(".cb-scope-words").append(" ", self.link(row, "Compare with the others", "cb-compare"));
    });
    document.addEventListener("claimbook:chosen", function (event) { self.show(event.detail); });
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a[data-scope]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      self.choose(link.dataset.scope);
    });
  }

  View.prototype.wordsOf = function (row) {
    return row.querySelector(".cb-scope-words").firstChild.textContent;
  };

  View.prototype.numberOf = function (row) {
    return row.querySelector("th").textContent;
  };

  /* A link that chooses a scope has its address, so that it can be opened beside or copied. */
  View.prototype.link = function (row, text, name) {
    var link = make("a", name, text);
    link.dataset.scope = row.dataset.figures.split(" ")[0];
    link.href = "?scope=" + encodeURIComponent(link.dataset.scope);
    if (name) link.append(make("span", "cb-hidden", ": " + this.numberOf(row)));
    return link;
  };

  /* A scope is compared with all others: by what it was found is no answer to how the others stand to it. Who gives it
   * up keeps what is chosen. */
  View.prototype.choose = function (id) {
    var field = this.form.elements.namedItem("scope");
    if (id) {
      Array.from(this.form.elements).forEach(function (other) { if (other.name) other.value = ""; });
    }
    field.value = id;
    field.dispatchEvent(new Event("change"));
    var goal = id ? this.section.querySelector("h2") : this.said;
    if (!goal) return;
    goal.tabIndex = -1;
    goal.focus();
    goal.scrollIntoView();
  };

  View.prototype.show = function (state) {
    var terms = window.claimbookWords.terms(state.words || "");
    var fitting = this.rows.map(function (row, place) { return this.fits(row, place, state, terms); }, this);
    var count = fitting.filter(Boolean).length;
    var narrowed = count < this.rows.length;
    this.rows.forEach(function (row, place) { row.hidden = !fitting[place]; });
    this.lists.forEach(function (list) {
      var own = list.querySelectorAll("tbody tr").length;
      var shown = list.querySelectorAll("tbody tr:not([hidden])").length;
      list.hidden = !shown;
      list.querySelector(".cb-count").textContent =
        (shown < own ? shown + " of " : "") + own + (own === 1 ? " scope" : " scopes");
      if (narrowed) list.open = count <= MANY;
    });
    var chosen = this.rows.findIndex(function (row) {
      return state.scope && row.dataset.figures.split(" ").indexOf(state.scope) >= 0;
    });
    var text = count + " of " + this.rows.length + " scopes listed";
    if (chosen >= 0) text += "; scope " + this.numberOf(this.rows[chosen]) + " is compared with " + others(chosen, fitting);
    else if (state.scope) text += "; the scope that the address asks for is not in this book";
    this.said.textContent = text + ".";
    this.legend.textContent = chosen < 0 ? this.asks :
      "Narrow the others with which scope " + this.numberOf(this.rows[chosen]) + " is compared";
    this.tell(chosen, fitting);
  };

  /* Say how many of the others the chosen scope is compared with. */
  function others(chosen, fitting) {
    var all = fitting.length - 1;
    var fit = fitting.filter(function (own, place) { return own && place !== chosen; }).length;
    if (fit === all) return all === 1 ? "the one other" : "all " + all + " others";
    return fit + " of " + all + " others, those that fit what is chosen here";
  }

  View.prototype.fits = function (row, place, state, terms) {
    var text = this.texts[place];
    return (!state.measure || row.closest("details").dataset.measure === state.measure) &&
      ["place", "incident", "origin"].every(function (kind) {
        return !state[kind] || row.dataset[kind].split(" ").indexOf(state[kind]) >= 0;
      }) && terms.every(function (term) { return text.includes(term.held); });
  };

  /* Say how each of the fitting scopes stands to the chosen one, and of how many in all. */
  View.prototype.tell = function (chosen, fitting) {
    this.section.textContent = "";
    this.section.hidden = chosen < 0;
    if (chosen < 0) return;
    var self = this, row = this.rows[chosen];
    var head = make("h2", "", "Scope " + this.numberOf(row) + ": " + this.wordsOf(row));
    head.id = "chosen-scope";
    this.section.setAttribute("aria-labelledby", head.id);
    var none = make("button", "cb-button", "Choose none");
    none.type = "button";
    none.addEventListener("click", function () { self.choose(""); });
    var own = make("details", "cb-fold");
    own.open = true;
    var figures = row.querySelector("td ul").cloneNode(true);
    own.append(make("summary", "", "Comparable with each other: the figures of this scope (" +
      row.dataset.figures.split(" ").length + ")"), figures);
    this.section.append(head, none, own);
    var groups = this.packed.relations.map(function () { return { all: 0, items: [] }; });
    var isNarrowed = this.rows.some(function (other, place) { return !fitting[place] && place !== chosen; });
    this.rows.forEach(function (other, place) {
      if (place === chosen) return;
      var found = relate(self.packed, chosen, place), group = groups[found.relation];
      group.all += 1;
      if (fitting[place]) group.items.push(self.item(chosen, place, found.respects));
    });
    groups.forEach(function (group, relation) {
      var count = (isNarrowed ? group.items.length + " of " : "") + group.all;
      self.section.append(self.group(self.packed.relations[relation], count, group.items, relation));
    });
  };

  View.prototype.group = function (relation, count, items, place) {
    var title = relation[0] + " " + relation[1] + " (" + count + ")";
    if (!items.length) return make("p", "cb-note", title);
    var fold = make("details", "cb-fold");
    // A part and its whole are few, and what a reader looks for; of the others there can be hundreds.
    fold.open = place < 2 || items.length <= MANY;
    var list = make("ul", "cb-standing");
    list.append.apply(list, items);
    fold.append(make("summary", "", title), list);
    return fold;
  };

  View.prototype.item = function (chosen, place, respects) {
    var row = this.rows[place], packed = this.packed;
    var item = make("li");
    item.append(this.link(row, this.numberOf(row) + ". " + this.wordsOf(row)));
    var larger = this.larger[Math.min(chosen, place) + "-" + Math.max(chosen, place)];
    if (larger) item.append(", ", make("b", "", larger));
    var why = make("ul", "cb-why");
    respects.forEach(function (respect) {
      why.append(make("li", "", packed.respects[respect][0] + ": " + wordsOf(packed, place, respect) +
        "; of the chosen one: " + wordsOf(packed, chosen, respect)));
    });
    item.append(why);
    return item;
  };

  start();
})();
