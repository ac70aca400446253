/* Makes the marks of a drawn chart into links, and says what a mark is where one points at it.
 *
 * What belongs here: the links, their light and the words beside them. What does not: drawing (charts.js). It sets
 * `window.claimbookMarks`: `link` (a drawing's place and its view; a promise), `tell` (Vega's tooltip handler) and `hush`.
 */
(function () {
  "use strict";

  /* Vega opens a mark's address by a script of its own. A real <a> is more: the keyboard reaches it, Enter opens it,
   * it opens in a new tab for who asks for one, and assistive technology calls it a link. Only what has a description
   * gets one (one area a row or statement); the marks under it are hidden from assistive technology, since they would
   * say the same again. Vega's loader checks each address, so that none can be a script. */
  function linkMarks(place, view) {
    var svg = place.querySelector("svg");
    svg.style.maxWidth = "100%";
    // The figure around it has the label; the drawing itself needs no second one.
    svg.setAttribute("role", "group");
    var waiting = Array.from(svg.querySelectorAll("path, text, rect"), function (node) {
      var item = node.__data__;
      if (!item || !item.href || !item.description || node.closest('[aria-hidden="true"]')) return null;
      return view.loader().sanitize(item.href, { context: "href" }).then(
        function (safe) {
          wrap(node, item, safe.href);
        },
        function () {
          item.href = null;
        }
      );
    });
    svg.querySelectorAll(".mark-rect, .mark-group, .mark-symbol, .mark-text").forEach(plainRole);
    return Promise.all(waiting);
  }

  /* A mark's own role would stand between the figure and its links. */
  function plainRole(node) {
    if (node.getAttribute("role") === "graphics-object") {
      ["role", "aria-roledescription", "aria-label"].forEach(function (name) {
        node.removeAttribute(name);
      });
    }
  }

  function wrap(node, item, href) {
    var link = document.createElementNS("http://www.w3.org/2000/svg", "a");
    link.setAttribute("href", href);
    link.setAttribute("aria-label", item.description);
    link.setAttribute("class", "cb-chart-link");
    link.style.outline = "none";
    ["role", "aria-roledescription", "aria-label"].forEach(function (name) {
      node.removeAttribute(name);
    });
    item.href = null; // or Vega would open it a second time
    node.parentNode.insertBefore(link, node);
    link.appendChild(node);
    lightUp(link, node, item);
  }

  /* The same light for pointer and keyboard; the keyboard's has a frame as well. Colours are the page's own text. */
  function lightUp(link, node, item) {
    function light(on, framed) {
      node.style.fill = on ? "currentColor" : "";
      node.style.fillOpacity = on ? "0.07" : "";
      node.style.stroke = on && framed ? "currentColor" : "";
      node.style.strokeWidth = on && framed ? "2px" : "";
    }
    link.addEventListener("mouseenter", function () {
      light(true, document.activeElement === link);
    });
    link.addEventListener("mouseleave", function () {
      light(document.activeElement === link, true);
    });
    link.addEventListener("focus", function () {
      light(true, true);
      var box = node.getBoundingClientRect();
      if (item.tooltip) showTooltip(null, { clientX: box.left + 24, clientY: box.bottom - 8 }, item, item.tooltip);
    });
    link.addEventListener("blur", function () {
      light(false);
      hideTooltip();
    });
  }

  var tooltip = null;

  function hideTooltip() {
    if (tooltip) tooltip.remove();
    tooltip = null;
  }

  /* Vega calls this with null to hide. Every word goes in as text, never as markup. It says nothing that the link's
   * label does not, so it is hidden from assistive technology. */
  function showTooltip(handler, event, item, value) {
    hideTooltip();
    if (!value || typeof value !== "object") return;
    tooltip = document.createElement("div");
    tooltip.className = "cb-chart-tooltip";
    tooltip.setAttribute("aria-hidden", "true");
    Object.keys(value).forEach(function (name) {
      if (!value[name]) return;
      var line = document.createElement("div");
      var term = document.createElement("span");
      term.textContent = name + " ";
      term.style.opacity = "0.72";
      line.appendChild(term);
      line.appendChild(document.createTextNode(value[name]));
      tooltip.appendChild(line);
    });
    Object.assign(tooltip.style, {
      position: "fixed",
      zIndex: "1100",
      maxWidth: "min(22rem, calc(100vw - 24px))",
      padding: "0.5rem 0.7rem",
      font: "0.8125rem/1.4 system-ui, 'Liberation Sans', Arial, sans-serif",
      color: "var(--pst-color-text-base, CanvasText)",
      background: "var(--pst-color-surface, Canvas)",
      border: "1px solid var(--pst-color-border, GrayText)",
      borderRadius: "4px",
      boxShadow: "0 2px 10px rgba(0, 0, 0, 0.18)",
      pointerEvents: "none",
      overflowWrap: "anywhere",
      colorScheme: document.documentElement.dataset.theme === "dark" ? "dark" : "light",
    });
    document.body.appendChild(tooltip);
    placeTooltip(event);
  }

  function placeTooltip(event) {
    var box = tooltip.getBoundingClientRect();
    var left = Math.min(event.clientX + 14, window.innerWidth - box.width - 12);
    var below = event.clientY + 16;
    var top = below + box.height > window.innerHeight - 8 ? event.clientY - box.height - 12 : below;
    tooltip.style.left = Math.max(12, left) + "px";
    tooltip.style.top = Math.max(8, top) + "px";
  }

  window.claimbookMarks = { link: linkMarks, tell: showTooltip, hush: hideTooltip };
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hideTooltip();
  });
})();
