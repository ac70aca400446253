/* A number in the book's search: found whole, however its thousands are parted, as in the register (words.js).
 *
 * What belongs here: what Sphinx's search does with a number that is typed. What does not: which words a page has
 * (search.py joins its numbers in the same way). It runs between Sphinx's search and its index, whose coming begins the
 * search.
 */
(function () {
  "use strict";

  if (typeof Search === "undefined") return;
  var DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
  var THOUSANDS = /(^|[^\d.,])([1-9]\d{0,2}(?:([,.’'\u066c\u00a0\u2009\u202f])\d{3})(?:\3\d{3})*)(?!\d)/g;
  var NUMBER = /^\d+$/;
  var split = splitQuery, parse = Search._parseQuery, byTerms = Search.performTermsSearch;

  splitQuery = function (query) {
    return split(
      query
        .replace(DIGITS, function (digit) { return String(digit.charCodeAt(0) & 15); })
        .replace(THOUSANDS, function (found, before, number) { return before + number.replace(/\D/g, ""); })
    );
  };

  /* Sphinx looks for no number. An extract begins where one stands, plain or with its thousands parted. */
  Search._parseQuery = function (query) {
    var found = parse(query);
    splitQuery(query).filter(NUMBER.test, NUMBER).forEach(function (number) {
      found[1].add(number);
      found[3].add(number).add(number.replace(/\B(?=(\d{3})+$)/g, ","));
    });
    return found;
  };

  /* A word that no page has is looked for within others; a number is not: 383 is no part of 1383. */
  Search.performTermsSearch = function (terms, excluded) {
    var index = Search._index;
    var isThere = Array.from(terms).every(function (term) {
      return !NUMBER.test(term) || [index.terms, index.titleterms].some(function (known) {
        return Object.prototype.hasOwnProperty.call(known, term);
      });
    });
    return isThere ? byTerms(terms, excluded) : [];
  };
})();
