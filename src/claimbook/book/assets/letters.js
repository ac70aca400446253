/* Letters that a reader takes for the same become the same: for whatever compares words that a reader types.
 *
 * The code of these letters stands here and nowhere else: the register and the list of scopes ask it.
 */
(function () {
  "use strict";

  var SAME = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t",
    "ς": "σ", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ە": "ه",
    "‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "‐": "-", "‒": "-", "–": "-", "—": "-", "−": "-"
  };
  "٠١٢٣٤٥٦٧٨٩".split("").forEach(function (digit, value) { SAME[digit] = String(value); });
  "۰۱۲۳۴۵۶۷۸۹".split("").forEach(function (digit, value) { SAME[digit] = String(value); });
  var SAME_SIGNS = new RegExp("[" + Object.keys(SAME).join("") + "]", "g");
  // Accents, vowel signs, signs that only join or turn, the Arabic stretch, the marks of transliterated ayn and hamza.
  var LOST = /[\p{M}\p{Cf}\u0640\u02b9-\u02bf]+/gu;

  window.claimbookFold = function (text) {
    var low = text.toLowerCase();
    if (/^[\x00-\x7f]*$/.test(low)) return low;
    return low.normalize("NFKD").replace(LOST, "").toLowerCase().normalize("NFKD").replace(LOST, "")
      .replace(SAME_SIGNS, function (sign) { return SAME[sign]; });
  };
})();
