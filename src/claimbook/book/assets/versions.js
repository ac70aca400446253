/* What a released page says of other versions. The list of them lies outside of every version, which is never written
   again; a page that is no part of a release asks for nothing. */
(function () {
  "use strict";

  var numbered = window.claimbookPlace.number;
  var site = window.claimbookPlace.site;
  if (!site) return;

  function isLater(one, other) {
    var a = one.split(".").map(Number), b = other.split(".").map(Number);
    for (var place = 0; place < 3; place += 1) if (a[place] !== b[place]) return a[place] > b[place];
    return false;
  }

  function make(name, text, under) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (under) under.appendChild(made);
    return made;
  }

  function link(text, address, under) {
    make("a", text, under).href = new URL(address, site);
  }

  /* "Superseded in 0.2.0 by gazette-004: the first coder had misread it." */
  function tell(revision, under) {
    var done = { supersede: "Superseded", retract: "Withdrawn", redact: "Redacted" }[revision.action] || "Changed";
    under.append(done + " in version " + revision.version);
    if (revision.by) {
      under.append(" by ");
      link(revision.by, "latest/book/sources/" + revision.source + ".html#" + revision.by, under);
    }
    under.append(": " + revision.reason);
  }

  function show(list) {
    var here = numbered || list.latest;
    var article = document.querySelector("article");
    var footer = document.querySelector(".cb-footer");
    var cited = decodeURIComponent(location.hash.slice(1));
    var later = {};
    Object.keys(list.revised || {}).forEach(function (claim) {
      later[claim] = list.revised[claim].filter(function (revision) { return isLater(revision.version, here); });
      var card = document.getElementById(claim);
      if (card && card.matches(".cb-card:not(.cb-redacted)")) {
        later[claim].forEach(function (revision) {
          var note = make("p");
          note.className = "cb-later";
          tell(revision, note);
          card.prepend(note);
        });
      }
    });
    if (isLater(list.latest, here) && article) {
      var banner = make("aside");
      banner.className = "cb-versions";
      banner.setAttribute("aria-label", "Versions");
      var line = make("p", "This is version " + here + ". A newer one is ", banner);
      link(list.latest, "latest/index.html", line);
      line.append(".");
      (Object.hasOwn(later, cited) ? later[cited] : []).forEach(function (revision) {
        var said = make("p", "The claim " + cited + ": ", banner);
        tell(revision, said);
      });
      article.prepend(banner);
    }
    if (footer && list.versions.length > 1) {
      var part = make("span", "Versions: ", footer);
      part.className = "cb-footer-part";
      list.versions.slice().reverse().forEach(function (version, place) {
        if (place) part.append(", ");
        if (version.version === here) part.append(here);
        else link(version.version, "v/" + version.version + "/index.html", part);
      });
      part.append("; ");
      link("what changed", "changes/index.html", part);
    }
  }

  var script = make("script");
  script.src = new URL("versions.js", site);
  script.onload = function () { if (window.claimbookVersions) show(window.claimbookVersions); };
  document.head.appendChild(script);
})();
