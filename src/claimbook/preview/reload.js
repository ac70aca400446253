// Reload the page when the book has been built again; say what went wrong while the old book stands.
// Served by `claimbook preview` only; no file of a book holds it.
(function () {
  "use strict";
  var script = document.currentScript;
  var shown = Number(new URL(script.src).searchParams.get("built"));
  var note = null;

  function say(text) {
    if (!note) {
      note = document.createElement("pre");
      note.id = "claimbook-preview";
      note.setAttribute("role", "alert");
      note.tabIndex = 0;
      var style = {
        position: "fixed", left: "0", right: "0", bottom: "0", zIndex: "99999", margin: "0", padding: "1rem",
        maxHeight: "50vh", overflow: "auto", whiteSpace: "pre-wrap", background: "#1b1b1b", color: "#ffffff",
        borderTop: "4px solid #e8a33d", font: "14px/1.4 monospace"
      };
      Object.keys(style).forEach(function (name) { note.style[name] = style[name]; });
      document.body.appendChild(note);
    }
    note.textContent = text;
    note.hidden = !text;
  }

  var events = new EventSource(script.dataset.events);
  events.onmessage = function (event) {
    var state = JSON.parse(event.data);
    if (state.built !== shown) {
      events.close();
      location.reload();
    } else if (state.error) {
      say("The book was not built; this is the one before.\n\n" + state.error);
    } else if (note) {
      say("");
    }
  };
}());
