/* What makes the pages kinder. Every page works without this file. */
(() => {
  "use strict";
  const PAUSE = 3000;
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* --- speaking to screen readers ----------------------------------------------------------------- */
  const say = (words) => {
    const place = one("#n-live");
    if (place) place.textContent = words;
  };

  /* --- the CSRF token changes when somebody logs in again in another tab --------------------------- */
  let token = (one("[name=csrfmiddlewaretoken]") || {}).value || "";
  const takeToken = (fresh) => {
    token = fresh;
    all("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh; });
    if (document.body.hasAttribute("hx-headers")) {
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
    }
  };
  const askToken = async () => {
    const answer = await fetch("/session/token/", { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) return false;
    takeToken((await answer.json()).token);
    return true;
  };

  /* --- the log-in ran out while somebody was writing ----------------------------------------------- */
  let loggedOut = false;
  const showLoggedOut = () => {
    loggedOut = true;
    const dialog = one("#n-again");
    if (dialog && !dialog.open) dialog.showModal();
  };
  const lookAgain = async () => {
    if (!loggedOut || !(await askToken().catch(() => false))) return;
    loggedOut = false;
    const dialog = one("#n-again");
    if (dialog && dialog.open) dialog.close();
    say("ログインできました。続けて入力できます。");
    all("form[data-n-draft]").forEach((form) => keep(form));
  };

  /* --- nobody has touched the page for as long as a log-in lasts: nothing of it stays on the screen ----- */
  const idle = Number(document.body.dataset.nIdle || 0) * 1000;
  let used = Date.now();
  const leave = () => {
    if (!document.dispatchEvent(new CustomEvent("n-leave", { cancelable: true }))) return; // offline.js sees to it
    location.replace(`/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
  };
  const leaveWhenOver = async () => {
    const left = used + idle - Date.now();
    if (left > 0) { setTimeout(leaveWhenOver, left + 1000); return; }
    if (!(await askToken().catch(() => false))) { leave(); return; }
    setTimeout(leaveWhenOver, Math.min(60000, idle)); // still at work in another tab
  };
  if (idle) {
    leaveWhenOver();
    document.addEventListener("htmx:afterRequest", () => { used = Date.now(); });
    window.addEventListener("pageshow", async (event) => {
      if (event.persisted && !(await askToken().catch(() => false))) leave();
    });
  }

  /* --- drafts ------------------------------------------------------------------------------------- */
  const clocks = new WeakMap();
  const kept = new WeakMap();
  const textOf = (form) => {
    const body = new URLSearchParams();
    new FormData(form).forEach((value, name) => { if (typeof value === "string") body.append(name, value); });
    body.delete("csrfmiddlewaretoken");
    return body;
  };
  const keep = async (form, { last = false, again = true } = {}) => {
    const body = textOf(form);
    const words = body.toString();
    if (kept.get(form) === words || form.dataset.nSent) return;
    const answer = await fetch(form.dataset.nDraft, {
      method: "POST", body, keepalive: last && words.length < 60000,
      headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
    }).catch(() => null);
    const sign = one("[data-n-saved]", form);
    if (!answer || answer.status === 503) { if (sign) sign.textContent = "通信できません。入力した内容はこの画面に残っています。"; return; }
    if (answer.status === 401) { showLoggedOut(); return; }
    if (answer.status === 403 && again && await askToken().catch(() => false)) { keep(form, { last, again: false }); return; }
    if (!answer.ok) return;
    used = Date.now();
    kept.set(form, words);
    if (sign) sign.textContent = await answer.text();
  };
  const watch = (form) => {
    kept.set(form, textOf(form).toString());
    form.addEventListener("input", () => {
      used = Date.now();
      clearTimeout(clocks.get(form));
      clocks.set(form, setTimeout(() => keep(form), PAUSE));
    });
    form.addEventListener("submit", () => { clearTimeout(clocks.get(form)); form.dataset.nSent = "1"; });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") all("form[data-n-draft]").forEach((form) => keep(form, { last: true }));
    else lookAgain();
  });
  window.addEventListener("focus", lookAgain);
  window.addEventListener("pageshow", () => all("form[data-n-draft]").forEach((form) => { delete form.dataset.nSent; }));

  /* --- dates: the native calendar writes 和暦 into the text box -------------------------------------- */
  const wareki = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { era: "long", year: "numeric", month: "long", day: "numeric" });
  const showPicker = (place) => {
    const box = document.getElementById(place.dataset.nPick);
    const picker = one("input", place);
    if (!picker.showPicker) return;
    place.hidden = false;
    one("button", place).addEventListener("click", () => picker.showPicker());
    picker.addEventListener("change", () => {
      if (!picker.value) return;
      const [year, month, day] = picker.value.split("-").map(Number);
      box.value = wareki.format(new Date(year, month - 1, day));
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };

  /* --- a postal code writes its address, never over what was typed ----------------------------------- */
  const watchPostal = (place) => {
    const box = one("input", place);
    const press = one("[name=fill_address]", place);
    const words = one("[data-n-postal-said]", place.parentElement);
    const address = box.form.elements[place.dataset.nPostal];
    if (!address) return;
    const digits = () => box.value.normalize("NFKC").replace(/\D/g, "");
    const ask = async () => {
      const code = box.value;
      const answer = await fetch(place.dataset.nPostalFrom, {
        method: "POST", body: new URLSearchParams({ postal_code: code, address: address.value }),
        headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
      }).catch(() => null);
      if (answer && answer.status === 401) showLoggedOut();
      if (box.value !== code) return;
      const found = answer && answer.ok ? await answer.json() : { address: "", message: "住所を調べられませんでした。住所をそのまま入力してください。" };
      words.textContent = found.message;
      if (!found.address || address.value.trim()) return;
      address.value = found.address;
      address.dispatchEvent(new Event("input", { bubbles: true }));
    };
    press.type = "button";
    press.addEventListener("click", ask);
    box.addEventListener("input", () => { if (digits().length === 7 && !address.value.trim()) ask(); });
  };

  /* --- 困りごと: a remark on a second ◎ -------------------------------------------------------------- */
  const watchConcerns = (table) => {
    const remark = one("[data-n-concerns-warning]", table.closest(".n-field"));
    const look = () => {
      const many = all('[value="MOST"]:checked', table).length > 1;
      if (many && remark.hidden) say(remark.textContent);
      remark.hidden = !many;
    };
    table.addEventListener("change", look);
    look();
  };

  /* --- marks at the beginning of a line: whose words these are ---------------------------------------- */
  const watchMarks = (bar) => {
    const box = document.getElementById(bar.dataset.nMarks);
    const buttons = all("[data-n-mark]", bar);
    const marks = buttons.map((button) => button.dataset.nMark);
    const bare = (line) => {
      const mark = marks.find((each) => each && line.startsWith(each));
      const rest = mark ? line.slice(mark.length) : line;
      return mark === "「" ? rest.replace(/」$/, "") : rest;
    };
    const put = (mark) => {
      const at = box.selectionStart;
      const start = at ? box.value.lastIndexOf("\n", at - 1) + 1 : 0;
      const end = box.value.indexOf("\n", at) < 0 ? box.value.length : box.value.indexOf("\n", at);
      const words = bare(box.value.slice(start, end));
      const close = mark === "「" && words ? "」" : "";
      box.setRangeText(mark + words + close, start, end, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    };
    bar.hidden = false;
    buttons.forEach((button) => button.addEventListener("click", () => put(button.dataset.nMark)));
    box.addEventListener("keydown", (event) => {
      const at = Number((event.code.match(/^Digit([1-9])$/) || [])[1]) - 1;
      if (!event.altKey || !(at in marks)) return;
      event.preventDefault();
      put(marks[at]);
    });
  };

  /* --- a table that fits its place keeps its head in sight; a wider one scrolls, also when read large --- */
  const fits = new ResizeObserver((seen) => seen.forEach(({ target }) => {
    const place = target.closest(".n-tablewrap");
    place.classList.toggle("n-tablewrap--fits", one("table", place).offsetWidth <= place.clientWidth);
  }));
  const watchTable = (place) => [place, one("table", place)].forEach((each) => fits.observe(each));

  /* --- dialogs -------------------------------------------------------------------------------------- */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-n-dialog]");
    const closer = event.target.closest("[data-n-close]");
    const dead = event.target.closest('[aria-disabled="true"]');
    if (dead) event.preventDefault();
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.nDialog).showModal();
    }
    const open = closer && closer.closest("dialog[open]");
    if (open) {
      event.preventDefault();
      open.close();
    }
  });

  /* --- one press sends once ------------------------------------------------------------------------- */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.nGone) { event.preventDefault(); return; }
    form.dataset.nGone = "1";
    setTimeout(() => { delete form.dataset.nGone; }, 4000);
  });

  /* --- beginning, and after a piece of the page was exchanged ---------------------------------------- */
  const prepare = (root) => {
    all("form[data-n-draft]", root).forEach(watch);
    all("[data-n-pick]", root).forEach(showPicker);
    all("[data-n-postal]", root).forEach(watchPostal);
    all("[data-n-concerns]", root).forEach(watchConcerns);
    all("[data-n-marks]", root).forEach(watchMarks);
    all(".n-tablewrap:not(.n-tablewrap--wide)", root).forEach(watchTable);
    const first = one("[data-n-focus]", root);
    if (first) first.focus();
    all("[data-n-say]", root).forEach((place) => say(place.dataset.nSay));
    all("[data-n-print]", root).forEach((place) => {
      place.hidden = false;
      place.addEventListener("click", () => window.print());
    });
  };
  prepare(document);
  document.addEventListener("htmx:afterSwap", (event) => prepare(event.detail.target));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) showLoggedOut();
    else say("うまくいきませんでした。もう一度お試しください。");
  });
})();
