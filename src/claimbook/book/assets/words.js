/* Which words a text has, and whether it holds what a reader types: the same for the register and the list of scopes.
 *
 * What belongs here: where a word begins and ends, numbers, quotation marks. What does not: which letters are the same
 * (letters.js), and what is looked through (register-find.js, scopes.js).
 */
(function () {
  "use strict";

  var fold = window.claimbookFold;
  // Alphabets that set every word apart: there a word is found by its beginning, in all others anywhere in a run of signs.
  var APART = "\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{Script=Armenian}\\p{Script=Georgian}";
  // Scripts in which words stand without a space between them: there no sign tells where a whole word ends.
  var JOINED = new RegExp("[" + ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan"]
    .map(function (name) { return "\\p{Script=" + name + "}"; }).join("") + "]", "u");
  var NUMBER = "\\d+(?:[.,]\\d+)*";
  // A number is a word of its own before letters (30mm) and beside other scripts, and part of a word in M23.
  var WORD = new RegExp(NUMBER + "|[" + APART + "][" + APART + "\\d]*|(?:(?![\\d" + APART + "])[\\p{L}\\p{N}])+", "gu");
  var PLAIN = new RegExp(NUMBER + "|[a-z][a-z\\d]*", "g");
  var LEADS = new RegExp("^[\\d" + APART + "]", "u");
  var DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
  var THOUSANDS = /(^|[^\d.,])([1-9]\d{0,2}(?:([,.’'\u066c\u00a0\u2009\u202f])\d{3})(?:\3\d{3})*)(?!\d)/g;
  var SPACED = /(?:^|[^\d.,])([1-9]\d{0,2}(?: \d{3})+)(?![\d])/g;
  var INITIALS = /(^|[^a-z\d])((?:[a-z]\.)+[a-z])\.?(?![a-z\d])/g;
  var TERM = /"([^"]*)("|$)|[^\s"]+/g;

  /* A number is the same however its thousands are parted (1383, 1,383), and initials with dots or without (U.N.). */
  function prepare(text) {
    var joined = text.replace(DIGITS, function (digit) { return String(digit.charCodeAt(0) & 15); })
      .replace(THOUSANDS, function (found, before, number) { return before + number.replace(/\D/g, ""); });
    return fold(joined).replace(INITIALS, function (found, before, letters) {
      return before + letters.replace(/\./g, "") + " ";
    });
  }

  function split(folded) {
    var found = folded.match(/^[\x00-\x7f]*$/.test(folded) ? PLAIN : WORD) || [];
    return found.map(function (word) {
      // One sign within it makes a fraction (12.5); more make a day or a version, of several numbers.
      return /[.,].*[.,]/.test(word) ? word.replace(/[.,]/g, " ") : word.replace(",", ".");
    });
  }

  function line(text) {
    // Thousands that a plain space parts may be two numbers: found as both.
    var also = Array.from(text.matchAll(SPACED), function (found) { return found[1].replace(/ /g, ""); });
    return " " + split(prepare(text)).concat(also).join(" ") + " ";
  }

  /* Return the words of each line of a text, a space before and after each. */
  function of(text) {
    return text.indexOf("\n") < 0 ? line(text) : text.split("\n").map(line).join("\n");
  }

  /* Return what is typed as terms, all of which must be held: the signs to look for in a text's words, and the term as
   * it was typed (`raw`; "" in quotation marks). A word is looked for by its beginning, a number whole, what stands in
   * quotation marks as whole words, in their order; before the second mark is typed the last is a beginning. */
  function terms(typed) {
    return Array.from(prepare(typed).matchAll(TERM), function (found) {
      var isQuoted = found[1] !== undefined;
      var words = split(isQuoted ? found[1] : found[0]);
      return { raw: isQuoted ? "" : found[0], held: words.length ? needle(words, found[2] === '"') : "" };
    }).filter(function (term) { return term.held; });
  }

  function needle(words, isWhole) {
    var first = words[0], last = words[words.length - 1];
    var begins = LEADS.test(first) || (isWhole && !JOINED.test(first));
    var ends = /^\d/.test(last) || (isWhole && !JOINED.test(last));
    return (begins ? " " : "") + words.join(" ") + (ends ? " " : "");
  }

  /* A source's words in the book's marks, once, as model/voice.py puts them: those within are single ones. */
  function quote(words) {
    var bare = words.trim().replace(/^(?:“([^“”"]+)”|"([^“”"]+)")$/, "$1$2");
    bare = bare.replace(/“([^“”"]+)”|"([^“”"]+)"/g, "‘$1$2’").replace(/“/g, "‘").replace(/”/g, "’");
    return "“" + bare + "”";
  }

  window.claimbookWords = { of: of, quote: quote, terms: terms };
})();
