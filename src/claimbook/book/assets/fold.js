/* How wide a text is in a chart, and the lines in which it fits.
 *
 * What belongs here: measuring and folding, as charts/marks.py does it. What does not: where a text stands (window.js).
 */
(function () {
  "use strict";

  var SHARES = { 0.36: "iljtfrI.,:;'|!()[]/-· ", 0.76: "ABCDEGHKNOQRUVXYZ&", 0.97: "mwMW@—…%" }; // of a sign's size

  /* As in charts/marks.py: generous, since nothing may run into its neighbour. */
  function textWidth(text) {
    return Array.from(text).reduce(function (sum, char) {
      return sum + 12 * (Object.keys(SHARES).filter(function (share) {
        return SHARES[share].indexOf(char) >= 0;
      })[0] || (char < "\u2e80" ? 0.63 : 1));
    }, 0);
  }

  function fitted(text, room) {
    if (textWidth(text) <= room) return text;
    var chars = Array.from(text);
    while (chars.length && textWidth(chars.join("") + "…") > room) chars.pop();
    return chars.length > 1 ? chars.join("").trim() + "…" : "";
  }

  /* In the lines that its row is high enough for; only what the last of them has no room for is cut. */
  function folded(text, room, count) {
    var words = text.split(/\s+/);
    var lines = [words.shift()];
    words.forEach(function (word) {
      var longer = lines[lines.length - 1] + " " + word;
      if (lines.length === count || textWidth(longer) <= room) lines[lines.length - 1] = longer;
      else lines.push(word);
    });
    lines = lines.map(function (line) {
      return fitted(line, room);
    });
    return lines.every(Boolean) ? lines.join("\n") : "";
  }

  window.claimbookText = { width: textWidth, fold: folded };
})();
