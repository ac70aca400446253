/* What the register of claims finds, and in which order: words and choices against rows. No page, no address.
 *
 * How the rows are packed is said in book/register.py, how they are shown in register.js, where words begin and end in
 * words.js, which letters readers take for the same in letters.js.
 */
(function () {
  "use strict";

  var BARE = "other";
  var SURE = 2, MAYBE = 1;

  var fold = window.claimbookFold, words = window.claimbookWords;

  /* ---- Rows: which are found, in which order ---- */

  function Register(data) {
    this.data = data;
    this.size = data.claims.id.length;
    this.texts = null;
    this.orders = {};
  }

  /* What each row is searched in; made when it is first asked for. */
  Register.prototype.searched = function () {
    if (!this.texts) {
      var data = this.data, claims = data.claims;
      var speakers = data.speakers.map(words.of), sources = data.sources.title.map(words.of);
      var incidents = data.incidents.title.map(words.of).concat(""), hedges = data.hedges.map(words.of);
      this.texts = claims.summary.map(function (summary, row) {
        var incident = claims.incident[row];
        return [
          words.of(summary), words.of(claims.words[row]), words.of(claims.numbers[row]), hedges[claims.hedge[row]],
          speakers[claims.speaker[row]], sources[claims.source[row]],
          incidents[incident < 0 ? incidents.length - 1 : incident]
        ].join("\n");
      });
    }
    return this.texts;
  };

  Register.prototype.kindsOf = function (mask) {
    var names = this.data.kinds.filter(function (name, place) { return mask & (1 << place); });
    return names.length ? names.join(", ") : BARE;
  };

  /* Return each row's rank in a column; texts are compared by their signs, the same in every country. */
  Register.prototype.ranks = function (column) {
    var claims = this.data.claims, self = this;
    if (column === "claim") return rankTexts(claims.summary.map(fold));
    if (column === "kind") return rankTexts(claims.kinds.map(function (mask) { return self.kindsOf(mask); }));
    return { said: claims.said, who: claims.speaker, source: claims.source }[column];
  };

  function rankTexts(texts) {
    var places = new Map();
    Array.from(new Set(texts)).sort().forEach(function (text, place) { places.set(text, place); });
    return texts.map(function (text) { return places.get(text); });
  }

  /* Return the rows in the order of a column; "-said" is from the last to the first. No day comes last either way. */
  Register.prototype.order = function (sort) {
    if (!this.orders[sort]) {
      var down = sort[0] === "-", column = down ? sort.slice(1) : sort;
      var ranks = this.ranks(column), said = this.data.said;
      var keys = ranks.map(function (rank) {
        if (column === "said" && !said.first[rank] && !said.last[rank]) return Infinity;
        return down ? -rank : rank;
      });
      this.orders[sort] = keys.map(function (key, row) { return row; }).sort(function (a, b) {
        return keys[a] === keys[b] ? a - b : keys[a] < keys[b] ? -1 : 1;
      });
    }
    return this.orders[sort];
  };

  /* Return the rows found, in their order, and how many of those that fit have no certain day among the days chosen:
   * they are found only where `may` is chosen. */
  Register.prototype.find = function (chosen) {
    var claims = this.data.claims, said = this.data.said, hedges = this.data.hedges, unsure = 0;
    var terms = words.terms(chosen.q);
    var texts = terms.length ? this.searched() : null;
    var besides = terms.map(this.besides, this);
    var wanted = [["source", "sources"], ["claimant", "claimants", "who"], ["origin", "origins"], ["lane", "lanes"],
      ["actor", "actor_kinds"], ["voice", "voices"]]
      .map(function (part) { return [claims[part[0]], this.place(part[1], chosen[part[2] || part[0]])]; }, this)
      .filter(function (part) { return part[1] !== null; });
    var within = chosen.incident ? this.within(this.place("incidents", chosen.incident)) : null;
    var kind = chosen.kind === BARE ? 0 : 1 << this.data.kinds.indexOf(chosen.kind);
    var days = chosen.from || chosen.to ? said.text.map(function (text, place) {
      return fit(said.first[place], said.last[place], chosen.from, chosen.to);
    }) : null;
    var rows = this.order(chosen.sort).filter(function (row) {
      for (var part = 0; part < wanted.length; part += 1) {
        if (wanted[part][0][row] !== wanted[part][1]) return false;
      }
      if (chosen.kind && !(kind ? claims.kinds[row] & kind : !claims.kinds[row])) return false;
      if (chosen.hedge && (chosen.hedge === "yes") !== Boolean(hedges[claims.hedge[row]])) return false;
      if (within && !within[claims.incident[row]]) return false;
      if (days && !days[claims.said[row]]) return false;
      for (var i = 0; i < terms.length; i += 1) {
        if (!texts[row].includes(terms[i].held) && !(besides[i] && isAny(claims.also[row], besides[i])) &&
          !isIdOf(claims.id[row], terms[i].raw)) return false;
      }
      if (!days || days[claims.said[row]] === SURE) return true;
      unsure += 1;
      return Boolean(chosen.may);
    });
    return { rows: rows, unsure: unsure };
  };

  /* Return which of the texts that claims share and are found by, beside their rows, hold a term; null for none. */
  Register.prototype.besides = function (term) {
    this.also = this.also || this.data.also.map(words.of);
    var holds = this.also.map(function (text) { return text.includes(term.held); });
    return holds.indexOf(true) < 0 ? null : holds;
  };

  function isAny(places, holds) {
    for (var i = 0; i < places.length; i += 1) if (holds[places[i]]) return true;
    return false;
  }

  /* An id has words and numbers that say nothing of its claim: it is found as an id alone, by its beginning. */
  function isIdOf(id, typed) {
    return typed.includes("-") && id.startsWith(typed);
  }

  Register.prototype.place = function (list, id) {
    return id ? this.data[list].id.indexOf(id) : null;
  };

  /* Return for each incident whether it is this one or a part of it. */
  Register.prototype.within = function (wanted) {
    var parents = this.data.incidents.part_of;
    return parents.map(function (parent, place) {
      for (var left = parents.length; place >= 0 && left >= 0; left -= 1) {
        if (place === wanted) return true;
        place = parents[place];
      }
      return false;
    });
  };

  /* Return whether something was surely said on the days chosen, may have been, or cannot have been (0). What was said
   * "by" a day may have been said on any before it. */
  function fit(first, last, from, to) {
    if ((from && last && last < from) || (to && first && first > to)) return 0;
    return (!from || (first && first >= from)) && (!to || (last && last <= to)) ? SURE : MAYBE;
  }

  window.claimbookFinder = { Register: Register, fit: fit, BARE: BARE };
})();
