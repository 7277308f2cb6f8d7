(function () {
  "use strict";
  var data = __DATA__;
  var script = document.currentScript;
  if (!script || !document.createElement("div").attachShadow) { return; }

  function chosen() {
    var today = new Intl.DateTimeFormat("sv-SE", { timeZone: data.zone }).format(new Date());
    var events = data.events.filter(function (each) { return each.first <= today && today <= each.last; });
    var told = events.map(function (each) { return each.campaign; });
    // The nearest come first: of each campaign one line.
    var notes = data.notes.filter(function (note) {
      if (today > note.last || told.indexOf(note.campaign) >= 0) { return false; }
      told.push(note.campaign);
      return true;
    });
    var found = events.map(function (each) { return [data.today, each]; });
    found = found.concat(notes.map(function (each) { return [each.label, each]; }));
    if (found.length) { return found; }
    return data.events.filter(function (each) { return each.first > today; }).slice(0, 1)
      .map(function (each) { return [data.next, each]; });
  }

  function line(label, item) {
    var part = document.createElement("div");
    var head = part.appendChild(document.createElement("p"));
    head.appendChild(document.createElement("strong")).textContent = label + ": ";
    var link = head.appendChild(document.createElement("a"));
    link.href = item.url;
    link.textContent = item.title;
    link.lang = item.title_language;
    var text = part.appendChild(document.createElement("p"));
    text.textContent = item.text;
    text.lang = item.text_language;
    return part;
  }

  function dress(root) {
    try {
      var sheet = new CSSStyleSheet();
      sheet.replaceSync("section{box-sizing:border-box;padding:1rem;border:1px solid #767676;border-left:.5rem solid "
        + data.colour + ";background:#fff;color:#1a1a1a;font:1rem/1.5 system-ui,Arial,sans-serif;overflow-wrap:anywhere}"
        + "p{margin:0}div+div{margin-top:.75rem}a{color:#1f4e79}");
      root.adoptedStyleSheets = [sheet];
    } catch (error) {
      return; // An older browser shows it without its dress.
    }
  }

  function show() {
    var items = chosen();
    if (!items.length) { return; }
    var host = document.createElement("div");
    host.className = "pregonero-widget";
    var root = host.attachShadow({ mode: "open" });
    var section = root.appendChild(document.createElement("section"));
    section.setAttribute("aria-label", data.label);
    section.lang = "es";
    items.forEach(function (each) { section.appendChild(line(each[0], each[1])); });
    dress(root);
    if (document.head && document.head.contains(script)) {
      document.body.insertBefore(host, document.body.firstChild);
    } else {
      script.parentNode.insertBefore(host, script);
    }
  }

  if (document.body) { show(); } else { document.addEventListener("DOMContentLoaded", show); }
}());
