/* Where this page lies: under the address of a released version (v/1.2.0/), under that of the newest (latest/), or
   elsewhere. Others ask window.claimbookPlace; model/pinned.py says the same of an address that is configured. */
(function () {
  "use strict";

  var root = new URL(document.documentElement.dataset.content_root || "./", location.href);
  var numbered = /\/v\/(\d+\.\d+\.\d+)\/$/.exec(root.pathname);
  var isLatest = /[^/]\/latest\/$/.test(root.host + root.pathname);
  var said = document.querySelector('meta[name="claimbook-dataset-version"]');
  var version = numbered ? numbered[1] : said && /^\d+\.\d+\.\d+$/.test(said.content) ? said.content : "";

  window.claimbookPlace = {
    root: root,
    number: numbered ? numbered[1] : "", // of the version whose address this is
    site: numbered ? new URL("../../", root) : isLatest ? new URL("../", root) : null, // of all versions
    /* An address of this book as one that lasts: the newest is the version that it is. */
    pin: function (url) {
      var lies = isLatest && version && url.startsWith(root.href);
      return lies ? root.href.replace(/latest\/$/, "v/" + version + "/") + url.slice(root.href.length) : url;
    }
  };
})();
