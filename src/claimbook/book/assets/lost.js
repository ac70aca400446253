/* The page for addresses that lead nowhere is shown under any address, so it cannot know where the book's root is.
   It asks for this script in several folders; whichever answers lies at the root. */
(function () {
  "use strict";
  var own = document.currentScript.src;
  var root = own.slice(0, own.lastIndexOf("/") + 1);
  if (document.body.dataset.found) {
    return;
  }
  document.body.dataset.found = "yes";
  ["_static/book.css"].forEach(function (name) {
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = root + name;
    document.head.appendChild(style);
  });
  var mode = document.createElement("script");
  mode.src = root + "_static/mode.js";
  document.head.appendChild(mode);
  document.querySelectorAll("a[data-href]").forEach(function (link) {
    link.href = root + link.dataset.href;
  });
  /* What the address names may be found under another one. */
  var asked = (location.pathname.split("/").pop() || "").replace(/\.html?$/, "");
  try {
    asked = decodeURIComponent(asked);
  } catch (error) {
    asked = "";
  }
  var words = asked.split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ");
  var search = document.querySelector('a[href$="search.html"]');
  if (words && words !== "404") {
    search.href = search.href + "?q=" + encodeURIComponent(words);
    search.textContent = "Search this book for “" + words + "”";
  }
  var links = document.querySelector(".cb-lost-links");
  links.hidden = false;
  var how = document.querySelector(".cb-lost-how");
  if (how) {
    how.hidden = true;
  }
})();
