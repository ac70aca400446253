/* What a page of the book does beyond the theme: printing, folds that are opened for who follows a link, and a search that keeps flagged words out of its results.
   Charts are in charts.js. */
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    if (event.target.closest(".cb-print")) {
      window.print();
    }
  });

  /* What holds only where scripts run is hidden until one does: how to use a chart's marks, and the forms. */
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".cb-scripted[hidden]").forEach(function (part) { part.hidden = false; });
  });

  /* Printed, a folded part would be lost. A chart's data and citation, and a cell's code, go on paper where a reader has
     opened them: unasked, they take most of the sheets. */
  var unfolded = [];
  window.addEventListener("beforeprint", function () {
    unfolded = Array.from(document.querySelectorAll("details:not([open]):not(.cb-flagged):not(.hide):not(.cb-tools > details)"));
    unfolded.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () {
    unfolded.forEach(function (part) { part.open = false; });
  });

  /* What an address leads to may lie in folds, which not every browser opens: those around it are opened. */
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1)); // ids have plain signs
    var closed = target && target.closest("details:not([open])");
    if (!closed) {
      return;
    }
    for (var fold = closed; fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    target.scrollIntoView();
  }
  document.addEventListener("DOMContentLoaded", reveal);
  window.addEventListener("hashchange", reveal);

  /* A field above lists that hides the rows in which what one types does not stand; headings of empty lists go too. */
  function setUpNarrowing() {
    var form = document.querySelector(".cb-narrow");
    if (!form) {
      return;
    }
    var field = form.querySelector("input");
    var said = form.querySelector("output");
    var tables = Array.from(form.parentNode.querySelectorAll(".cb-scroll"));
    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    field.addEventListener("input", function () {
      var words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      var total = 0;
      tables.forEach(function (table) {
        var shown = 0;
        table.querySelectorAll("tbody tr").forEach(function (row) {
          var text = row.textContent.toLocaleLowerCase();
          row.hidden = !words.every(function (word) { return text.includes(word); });
          shown += row.hidden ? 0 : 1;
        });
        table.hidden = !shown;
        var heading = table.previousElementSibling;
        if (heading && /^H[2-6]$/.test(heading.tagName)) {
          heading.hidden = !shown;
        }
        total += shown;
      });
      said.textContent = words.length ? total + " found" : "";
    });
  }
  document.addEventListener("DOMContentLoaded", setUpNarrowing);

  var NOT_READ = "details:is(.cb-flagged, .cb-cite, .hide), .cb-tools, .cb-jump, .cb-card-tools, #jb-print-docs-body";
  var ENDING = "p, li, dt, dd, th, td, div, figcaption, h1, h2, h3, h4, h5, summary, .cb-chip, .cb-permalink";

  function setUpSearchPage() {
    var field = document.querySelector(".bd-search-container input[type=search]");
    if (!field || typeof Search === "undefined") {
      return;
    }
    field.focus();
    field.select();
    /* A page opened as a file may not read other files: show titles without extracts. */
    if (location.protocol === "file:") {
      DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
    }
    /* What is found is a page or a claim, and one is not several. */
    var words = Documentation.TRANSLATIONS;
    words["Search finished, found ${resultCount} page(s) matching the search query."] = "Found: ${resultCount}.";
    words[
      "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories."
    ] = "Nothing was found. Every word has to occur, spelled as it is there.";
    /* Flagged words stand on their claim's card and nowhere else, so not in an extract either; nor do controls and code.
       Where an element ends a word ends, as it does for the eye. */
    var pageText = Search.htmlToText;
    Search.htmlToText = function (html, anchor) {
      var page = new DOMParser().parseFromString(html, "text/html");
      page.querySelectorAll(NOT_READ).forEach(function (part) { part.remove(); });
      page.querySelectorAll(ENDING).forEach(function (part) { part.append(" "); });
      return pageText(page.documentElement.outerHTML, anchor);
    };
  }
  document.addEventListener("DOMContentLoaded", setUpSearchPage);
})();
