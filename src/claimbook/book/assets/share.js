/* Links and citations that a reader takes along: "Copy link" beside each permalink, and under each "Cite" the same
   entry as text, BibTeX, RIS and CSL-JSON. The formats are those of model/cite.py, which a test holds equal to these:
   here the address is known. What lies under latest/ is cited, and linked to, as the version that it is (place.js); what is no
   release says so. Nothing is asked of anybody; without this script the link and the text stand on the page. */
(function () {
  "use strict";

  var MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  var TYPES = {
    book: ["dataset", "misc", "DATA"],
    claim: ["entry", "incollection", "CHAP"],
    chart: ["figure", "incollection", "CHART"],
    source: ["entry", "incollection", "CHAP"]
  };
  var TEX = {
    "\\": "{\\textbackslash}", "{": "{\\textbraceleft}", "}": "{\\textbraceright}", "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}", "|": "{\\textbar}", "<": "{\\textless}", ">": "{\\textgreater}",
    "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_"
  };
  var UNRELEASED = "Not a released version, as far as its address tells: what stands here may change. Cite a release " +
    "where there is one; its address has the number of a version.";
  var FORMATS = [["Text", plain], ["BibTeX", bibtex], ["RIS", ris], ["CSL-JSON", csl]];

  /* ---- An entry in four formats. An entry: kind, key, title, authors, date (ISO day or ""), container, version, url,
     note, content (the dataset's content id), doi. */

  function fold(text) {
    return (text || "").replace(/[\u0000-\u0020\u007f-\u009f\u2028\u2029]+/g, " ").replace(/^ +| +$/g, "");
  }

  function tex(text) {
    var signs = Array.from(fold(text));
    return signs.map(function (sign, place) {
      var next = signs[place + 1];
      var joined = ("-`',".includes(sign) && sign === next) || ("?!".includes(sign) && next === "`");
      return (TEX[sign] || sign) + (joined ? "{}" : "");
    }).join("");
  }

  function safeAddress(url) {
    return (url || "").replace(/[^!#-;=?-[\]_a-z~]/gu, function (sign) {
      return encodeURIComponent(sign);
    });
  }

  function stop(text) {
    var line = fold(text);
    return !line || /[.?!][”’"']*$/.test(line) ? line : line + ".";
  }

  function inWords(date) {
    var parts = date.split("-");
    return parts.length < 3 ? date : Number(parts[2]) + " " + MONTHS[Number(parts[1]) - 1] + " " + Number(parts[0]);
  }

  function typed(entry) {
    return TYPES[entry.kind] || ["document", "misc", "GEN"];
  }

  function keyOf(entry) {
    return entry.key.replace(/[^A-Za-z0-9:._-]/gu, "-") || "entry";
  }

  function contentOf(entry) {
    return entry.content && "Dataset " + entry.content + ".";
  }

  function noteOf(entry) {
    return entry.content ? [stop(entry.note), contentOf(entry)].filter(Boolean).join(" ") : entry.note;
  }

  function plain(entry) {
    var day = entry.date ? " (" + inWords(entry.date) + ")" : "";
    var place = [entry.container && "In: " + entry.container, entry.version && "version " + entry.version];
    place = place.filter(Boolean).join(", ");
    return fold([
      entry.authors.length ? stop(entry.authors.join("; ") + day) : "",
      stop(entry.title + (entry.authors.length ? "" : day)),
      stop(place.slice(0, 1).toUpperCase() + place.slice(1)),
      stop(entry.note),
      contentOf(entry),
      entry.doi && "https://doi.org/" + entry.doi,
      safeAddress(entry.url)
    ].filter(Boolean).join(" "));
  }

  function bibtex(entry) {
    var fields = [
      ["author", entry.authors.map(function (name) { return "{" + tex(name) + "}"; }).join(" and ")],
      ["title", "{" + tex(entry.title) + "}"],
      ["booktitle", entry.container && "{" + tex(entry.container) + "}"],
      ["year", entry.date.slice(0, 4)],
      ["date", entry.date],
      ["version", tex(entry.version)],
      ["doi", entry.doi],
      ["url", safeAddress(entry.url)],
      ["note", tex(noteOf(entry))]
    ].filter(function (field) { return field[1]; });
    var lines = fields.map(function (field) { return "  " + field[0] + " = {" + field[1] + "},\n"; });
    return "@" + typed(entry)[1] + "{" + keyOf(entry) + ",\n" + lines.join("") + "}\n";
  }

  function ris(entry) {
    var fields = [["TY", typed(entry)[2]], ["ID", keyOf(entry)]].concat(
      entry.authors.map(function (name) { return ["AU", name]; }),
      [
        ["TI", entry.title],
        ["T2", entry.container],
        ["PY", entry.date.slice(0, 4)],
        ["DA", entry.date && entry.date.split("-").join("/") + "/"],
        ["ET", entry.version],
        ["N1", noteOf(entry)],
        ["DO", entry.doi],
        ["UR", safeAddress(entry.url)]
      ]
    );
    var lines = fields.filter(function (field) { return fold(field[1]); }).map(function (field) {
      return field[0] + "  - " + fold(field[1]) + "\r\n";
    });
    return lines.join("") + "ER  - \r\n";
  }

  function csl(entry) {
    var item = { id: keyOf(entry), type: typed(entry)[0], title: fold(entry.title) };
    var more = [
      ["author", entry.authors.length && entry.authors.map(function (name) { return { literal: fold(name) }; })],
      ["container-title", fold(entry.container)],
      ["issued", entry.date && { "date-parts": [entry.date.split("-").map(Number)] }],
      ["version", fold(entry.version)],
      ["note", fold(noteOf(entry))],
      ["DOI", entry.doi],
      ["URL", safeAddress(entry.url)]
    ];
    more.forEach(function (field) {
      if (field[1]) {
        item[field[0]] = field[1];
      }
    });
    return JSON.stringify([item], null, 2) + "\n";
  }

  /* ---- What a page says of itself, in its head. */

  function said(name) {
    return Array.from(document.querySelectorAll('meta[name="' + name + '"]'), function (tag) { return tag.content; });
  }

  function publicAddress(href) {
    var canonical = document.querySelector('link[rel="canonical"]');
    var target = new URL(href, document.baseURI);
    target.search = ""; // what a reader chose or looked for
    return canonical && target.pathname === location.pathname ? canonical.href + target.hash : target.href;
  }

  /* The address that is cited and copied: where the book's own is configured, the page says which lasts. */
  function lastingAddress(href) {
    var url = publicAddress(href);
    var target = new URL(url);
    var known = said("citation_public_url")[0];
    if (known && new URL(href, document.baseURI).pathname === location.pathname) {
      return known + target.hash;
    }
    return window.claimbookPlace.pin(url);
  }

  function entryOf(kind, key, title, note, href) {
    var book = said("citation_inbook_title")[0] || said("citation_title")[0] || document.title;
    var url = lastingAddress(href);
    return {
      kind: kind,
      key: key,
      title: kind === "book" ? book : title,
      authors: said("citation_author"),
      date: (said("citation_publication_date")[0] || "").replace(/\//g, "-"),
      container: kind === "book" ? "" : book,
      version: said("claimbook-dataset-version")[0] || "",
      url: /^https?:/.test(url) ? url : "",
      note: note,
      content: said("claimbook-dataset-id")[0] || "",
      doi: said("citation_doi")[0] || ""
    };
  }

  /* A claim's record is the linked data on its card; anything else says what it is in data attributes. */
  function recordOf(part) {
    var given = part.dataset;
    if (given.kind) {
      return entryOf(given.kind, given.key || given.kind, given.title || "", given.note || "", given.href || "");
    }
    var script = part.closest(".cb-card").querySelector('script[type="application/ld+json"]');
    var claim = JSON.parse(script.textContent);
    var id = claim["@id"].slice(1);
    return entryOf("claim", id, "Claim " + id + ": " + claim.description, claim.creditText, claim["@id"]);
  }

  /* ---- Copying. */

  function copyAsBefore(text) {
    var field = document.createElement("textarea");
    var before = document.activeElement;
    field.value = text;
    field.className = "cb-hidden";
    document.body.appendChild(field);
    field.select();
    var done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    field.remove();
    if (before && before.focus) {
      before.focus();
    }
    return done;
  }

  function copy(text, then) {
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(text).then(
        function () { then(true); },
        function () { then(copyAsBefore(text)); }
      );
    } else {
      then(copyAsBefore(text));
    }
  }

  function tell(text) {
    var line = document.getElementById("cb-told");
    if (!line) {
      line = document.createElement("p");
      line.id = "cb-told";
      line.className = "cb-hidden";
      line.setAttribute("role", "status");
      document.body.appendChild(line);
    }
    line.textContent = text;
  }

  function button(text, label) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "cb-button";
    made.textContent = text;
    if (label) {
      made.setAttribute("aria-label", label);
    }
    return made;
  }

  function copyLink(link, pressed) {
    var address = lastingAddress(link.getAttribute("href"));
    copy(address, function (done) {
      tell(done ? "Link copied." : "The link could not be copied; it is shown.");
      if (done) {
        pressed.textContent = "Copied";
        window.setTimeout(function () { pressed.textContent = "Copy link"; }, 2000);
        return;
      }
      var field = document.createElement("input");
      field.readOnly = true;
      field.value = address;
      field.className = "cb-link-field";
      field.setAttribute("aria-label", "Address");
      pressed.replaceWith(field);
      field.select();
    });
  }

  function fillCitation(part) {
    if (part.querySelector(".cb-formats")) {
      return;
    }
    var ready = part.dataset.formats && JSON.parse(part.dataset.formats); // its address is known without us
    var entry = ready || recordOf(part);
    var text = part.querySelector("p");
    var shown = document.createElement("pre");
    var bar = document.createElement("div");
    text.textContent = ready ? ready.Text : plain(entry);
    shown.hidden = true;
    shown.tabIndex = 0;
    bar.className = "cb-formats";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Copy the citation as");
    FORMATS.forEach(function (format) {
      var pressed = bar.appendChild(button(format[0], "Copy as " + format[0]));
      pressed.addEventListener("click", function () {
        shown.textContent = ready ? ready[format[0]] : format[1](entry);
        shown.setAttribute("aria-label", format[0]);
        shown.hidden = format[1] === plain;
        copy(shown.textContent, function (done) {
          tell(format[0] + (done ? " copied." : " could not be copied; it is shown."));
        });
      });
    });
    part.append(bar, shown);
    if (!ready && !window.claimbookPlace.site) {
      var warned = document.createElement("div");
      warned.className = "cb-unreleased";
      warned.textContent = UNRELEASED;
      text.after(warned);
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("a.cb-permalink").forEach(function (link) {
      var made = button("Copy link", "Copy link to " + link.textContent);
      made.addEventListener("click", function () { copyLink(link, made); });
      var card = link.closest(".cb-card");
      var fold = card && card.querySelector(".cb-card-tools details");
      if (fold) {
        fold.before(made);
      } else {
        link.after(made);
      }
    });
  });
  /* The event of a fold does not rise: it is caught on its way down. */
  document.addEventListener("toggle", function (event) {
    var part = event.target;
    if (part.open && part.matches && part.matches(".cb-card .cb-cite, .cb-cite[data-kind], .cb-cite[data-formats]")) {
      fillCitation(part);
    }
  }, true);

  window.claimbookCite = { text: plain, bibtex: bibtex, ris: ris, csl: csl };
})();
