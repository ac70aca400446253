/* What is chosen on the register, in its address and in its controls: one reading and one writing of both.
 *
 * What belongs here: names and values of the form's fields. What does not: when they are read and written (register.js).
 * The address is kept behind its "#": a page opened from a folder may change nothing else of it, and what a reader looks
 * for is not sent to a server.
 */
(function () {
  "use strict";

  var COLUMNS = ["said", "who", "claim", "kind", "source"];
  var FIELDS = ["q", "source", "who", "kind", "incident", "origin", "lane", "actor", "voice", "hedge", "from", "to", "may"];
  var KEYS = FIELDS.concat(["sort", "page"]);

  /* Return what the address holds, and what of it this book does not know; null where it is another's. */
  function read(form) {
    var given = new URLSearchParams(location.hash.slice(1));
    var own = KEYS.some(function (key) { return given.has(key); });
    if (location.hash.length > 1 && !own) return null;
    var chosen = { unknown: 0 };
    FIELDS.forEach(function (key) {
      var value = given.get(key) || "";
      chosen[key] = isKnown(key, value, form) ? value : "";
      if (value && !chosen[key]) chosen.unknown += 1;
    });
    var sort = given.get("sort") || "said";
    chosen.sort = /^-?[a-z]+$/.test(sort) && COLUMNS.indexOf(sort.replace("-", "")) >= 0 ? sort : "said";
    chosen.page = Math.max(1, parseInt(given.get("page"), 10) || 1);
    return chosen;
  }

  function isKnown(key, value, form) {
    if (key === "q") return true;
    var field = form.elements.namedItem(key);
    if (!field) return false;
    if (field.type === "checkbox") return value === field.value;
    if (key === "from" || key === "to") return /^\d{4}-\d\d-\d\d$/.test(value) && !isNaN(Date.parse(value));
    return Array.from(field.options).some(function (option) { return option.value === value; });
  }

  function write(chosen, isNew) {
    var given = new URLSearchParams();
    FIELDS.forEach(function (key) {
      if (chosen[key].trim()) given.set(key, chosen[key].trim());
    });
    if (chosen.sort !== "said") given.set("sort", chosen.sort);
    if (chosen.page > 1) given.set("page", chosen.page);
    var hash = String(given) ? "#" + given : "";
    if (hash === location.hash) return;
    history[isNew ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
  }

  /* Return what the controls say, by field. */
  function take(form) {
    var chosen = {};
    FIELDS.forEach(function (key) {
      var field = form.elements.namedItem(key);
      chosen[key] = !field || (field.type === "checkbox" && !field.checked) ? "" : field.value;
    });
    return chosen;
  }

  /* Let the controls say what is chosen. */
  function put(form, chosen) {
    FIELDS.forEach(function (key) {
      var field = form.elements.namedItem(key);
      if (!field) return;
      if (field.type === "checkbox") field.checked = Boolean(chosen[key]);
      else field.value = chosen[key] || "";
    });
  }

  function nothing() {
    var chosen = { unknown: 0, sort: "said", page: 1 };
    FIELDS.forEach(function (key) { chosen[key] = ""; });
    return chosen;
  }

  window.claimbookAddress = { read: read, write: write, take: take, put: put, nothing: nothing };
})();
