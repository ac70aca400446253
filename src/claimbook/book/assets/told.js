/* Timelines: what is said of the statements that are shown, and the way to the same ones in the register.
 *
 * What belongs here: how many are shown, how many of them are of a certain day, and the link. What does not: which are
 * shown (zoom.js), what the register finds (register-find.js).
 */
(function () {
  "use strict";

  var EPOCH = 719163; // the ordinal of 1 January 1970, days being counted from the year 1

  function inWords(day) {
    var options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    return new Date((day - EPOCH) * 864e5).toLocaleDateString("en-GB", options);
  }

  /* Return how many are shown; of days, as the register does, how many are certain and how many may be of them. */
  function tell(kept, all, days, state) {
    var sums = all.some(function (row) { return row.count > 1; });
    // A mark may stand for several statements.
    var text = kept.length + " of " + all.length + (sums ? " marks" : " statements") + " shown";
    if (!days) return text;
    var last = days[1] - 1;
    var sure = kept.filter(function (row) {
      return row.to !== undefined && (!state.from || row.from >= days[0]) && (!state.to || row.to <= last);
    }).length;
    var undated = kept.filter(function (row) { return row.to === undefined; }).length;
    text += days[0] === last ? ", on " + inWords(last) : ", from " + inWords(days[0]) + " to " + inWords(last);
    text += ": " + sure + (sure === 1 ? " was" : " were") + " certainly said then";
    if (sure === kept.length) return text;
    text += "; " + (kept.length - sure) + " more may have been said then, their day is not certain";
    return undated ? text + " (" + undated + " of no known day)" : text;
  }

  /* Put beside what is said a link to the same days and lane in the register, where the book has one. */
  function lead(said, form, state) {
    var link = document.querySelector(".cb-in-register");
    var page = form.dataset.register;
    var isThere = document.querySelector('.bd-sidebar-primary a[href$="register.html"]');
    if (!link) {
      link = document.createElement("a");
      link.className = "cb-in-register";
      said.insertAdjacentElement("afterend", link);
    }
    var asked = new URLSearchParams({ kind: "statement" });
    ["lane", "from", "to"].forEach(function (name) {
      if (state[name]) asked.set(name, state[name]);
    });
    if (state.from || state.to) asked.set("may", "1");
    var isPartly = state.act || state.alignment;
    link.hidden = !page || !isThere || !(state.lane || state.from || state.to);
    link.href = page + "#" + asked;
    link.textContent = "The same days and name in the register" + (isPartly ? ", whatever the act or position" : "");
  }

  window.claimbookTold = { tell: tell, lead: lead };
})();
