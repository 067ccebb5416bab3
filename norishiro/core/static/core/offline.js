/* Writing where there is no network (docs/adr/0047). What is written is closed for the server alone before it is kept here,
   so this device cannot read it either. Every page works without this file. */
(() => {
  "use strict";
  const BASE = "norishiro";
  const STORE = "parcels";
  const PURPOSE = "norishiro parcel 1";
  const MOST = 50;
  const LARGEST = 16 * 1024;
  const PATIENCE = 6000;
  const AGAIN = 60000;
  const one = (selector, root = document) => root.querySelector(selector);
  const utf8 = (words) => new TextEncoder().encode(words);
  const made = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...inside);
    return element;
  };

  /* --- what lies on this device: closed parcels, nothing else --------------------------------------- */
  const openBase = () => new Promise((done, fail) => {
    const asked = indexedDB.open(BASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "order", autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const inStore = async (mode, ask) => {
    const base = await openBase();
    try {
      return await new Promise((done, fail) => {
        const work = base.transaction(STORE, mode, { durability: "strict" });
        const asked = ask(work.objectStore(STORE));
        work.oncomplete = () => done(asked.result);
        work.onerror = () => fail(work.error);
        work.onabort = () => fail(work.error);
      });
    } finally {
      base.close();
    }
  };
  const exists = async () => (await indexedDB.databases()).some(({ name }) => name === BASE);
  const lying = async () => (await exists()) ? inStore("readonly", (store) => store.getAll()) : [];
  const put = (parcel) => inStore("readwrite", (store) => store.add(parcel));
  const dropBase = () => new Promise((done) => {
    const asked = indexedDB.deleteDatabase(BASE);
    asked.onsuccess = asked.onerror = asked.onblocked = done;
  });
  const remove = async (order) => {
    await inStore("readwrite", (store) => store.delete(order));
    if (!(await lying()).length) await dropBase();
  };
  const wipe = async () => {
    await dropBase();
    localStorage.clear();
    sessionStorage.clear();
    if (window.caches) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  };
  const able = (async () => {
    if (!window.isSecureContext || !window.crypto || !crypto.subtle || !window.indexedDB || !indexedDB.databases) return false;
    return lying().then(() => true, () => false);
  })();

  /* --- the server ------------------------------------------------------------------------------------ */
  const ask = (path, more = {}) => fetch(path, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...more });
  const freshToken = async () => {
    const answer = await ask("/session/token/").catch(() => null);
    return answer && answer.ok ? (await answer.json()).token : "";
  };
  const reachable = async () => {
    const answer = await ask("/session/token/").catch(() => null);
    return answer !== null && (answer.ok || answer.status === 401);
  };
  const post = async (path, token, told) => ask(path, {
    method: "POST", body: JSON.stringify(told), headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
  }).catch(() => null);

  /* --- closing a parcel: only the server has the key that opens it ----------------------------------- */
  const asText = (bytes) => btoa(bytes.reduce((words, byte) => words + String.fromCharCode(byte), ""));
  const close = async (key, told) => {
    const id = crypto.randomUUID();
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: key.public }, pair.privateKey, 256);
    const common = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const lock = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(`${PURPOSE}|${key.id}`) },
      common, { name: "AES-GCM", length: 256 }, false, ["encrypt"],
    );
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const plain = utf8(JSON.stringify(told));
    const padded = new Uint8Array(Math.ceil(plain.length / 1024) * 1024).fill(32); // the length tells little, too
    padded.set(plain);
    const bound = { name: "AES-GCM", iv: nonce, additionalData: utf8(`${key.id}|${id}`) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(bound, lock, padded));
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const box = new Uint8Array([...point, ...nonce, ...sealed]);
    return box.length > LARGEST ? null : { id, key: key.id, box: asText(box) };
  };

  /* --- saying it on the page ------------------------------------------------------------------------- */
  const notice = (id, kind, label, words, ...more) => {
    const before = document.getElementById(id);
    if (before) before.remove();
    if (!words) return;
    const body = made("div", { class: "n-notice_words" }, made("p", {}, words), ...more);
    one("#notices").append(made(
      "div", { class: `n-notice n-notice--${kind}`, id }, made("span", { class: "n-notice_kind" }, label), body,
    ));
  };
  const linkToList = () => made("p", {}, made("a", { href: "/offline/" }, "まだ送っていない記録を見る"));
  const sendButton = () => {
    const button = made("button", { type: "button", class: "n-button n-button--second n-button--small" }, "いま送る");
    button.addEventListener("click", () => send());
    return button;
  };
  const tellCount = async () => {
    const count = (await lying()).length;
    const place = one("[data-n-unsent]");
    if (place) {
      place.textContent = count ? `この端末に、まだ送っていない記録が${count}件あります。` : "この端末に、まだ送っていない記録はありません。";
      one("[data-n-unsent-more]").hidden = !count;
    } else {
      notice("n-unsent", "warn", "未送信", count && `この端末に、まだ送っていない記録が${count}件あります。電波のある所で、ひとりでに送ります。`, sendButton(), linkToList());
    }
    return count;
  };
  const tellStates = (states) => {
    const count = (...names) => states.filter((state) => names.includes(state)).length;
    const done = count("kept", "again");
    const waiting = count("waiting");
    const broken = count("broken");
    const closed = count("closed");
    notice("n-sent", "success", "送りました", done && `電波のない所で書いた記録を、${done}件登録しました。`);
    notice("n-waiting", "warn", "確かめてください", waiting && `${waiting}件は届きましたが、登録の前に確かめることがあります。`, linkToList());
    notice("n-broken", "error", "読めません", broken && `${broken}件は、こわれていて読めませんでした。お手数ですが、もう一度書いて、情報担当に知らせてください。`);
    notice("n-closed", "warn", "送れません", closed && `${closed}件は、このログインでは送れません。ほかの職員が書いたか、2週間を過ぎた記録です。書いた人がログインすると送れます。`);
  };

  /* --- sending: the server takes each record once, however often it comes ---------------------------- */
  let sending = null;
  let timer = 0;
  const sendSome = async (some, token) => {
    const parcels = some.map(({ id, key, box }) => ({ id, key, box }));
    const answer = await post("/offline/records/", token, { parcels });
    if (!answer || !answer.ok) {
      if (!answer || answer.status < 500 || some.length === 1) return [];
      const each = [];
      for (const parcel of some) each.push(...await sendSome([parcel], token)); // one bad record holds up no other
      return each;
    }
    const { states } = await answer.json();
    for (const [place, state] of states.entries()) if (state !== "closed") await remove(some[place].order);
    return states;
  };
  const sendAll = async () => {
    if (!(await able)) return;
    const some = await lying();
    const token = some.length ? await freshToken() : "";
    const states = token ? await sendSome(some, token) : [];
    if (states.includes("waiting") && one("[data-n-unsent]")) { location.reload(); return; } // it belongs to the list below
    if (states.length) tellStates(states);
    clearTimeout(timer);
    if (await tellCount()) timer = setTimeout(send, AGAIN);
  };
  const send = async () => {
    while (sending) await sending; // whoever presses while it is being sent gets a try of their own
    sending = sendAll().finally(() => { sending = null; });
    await sending;
  };

  /* --- a page that may be written on without network -------------------------------------------------- */
  const watch = async (mark) => {
    mark.dataset.nWatched = "1";
    const form = one("form[data-n-draft]", mark.parentElement);
    const path = new URL(form.getAttribute("action") || location.href, location.href).pathname;
    const words = one("[data-n-offline-words]", mark);
    const begun = Boolean(one("#errors")) || location.search.includes("draft=load");
    let key = null;
    let clock = null;
    let busy = false;
    const tell = (sentence) => { words.textContent = sentence; };
    const prepare = async () => {
      if (key || !(await able)) return;
      const token = await freshToken();
      const answer = token ? await post("/offline/key/", token, {}) : null;
      if (!answer || !answer.ok) return;
      const told = await answer.json();
      const point = Uint8Array.from(atob(told.public), (letter) => letter.charCodeAt(0));
      const half = await crypto.subtle.importKey("raw", point, { name: "ECDH", namedCurve: "P-256" }, false, []);
      clock = { server: told.now, wall: Date.now(), steady: performance.now() };
      key = { id: told.id, public: half };
      mark.dataset.nOffline = "ready";
      tell("電波が切れても書けます。送れないときは、この端末に封をしてしまい、電波が戻ると送ります。");
    };
    const now = () => clock.server + Math.max(Date.now() - clock.wall, performance.now() - clock.steady, 0);
    const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    const text = () => JSON.stringify(typed());
    let untouched = text();
    const wrote = () => !form.hidden && text() !== untouched;
    const seal = async (whole) => {
      const told = { token: form.elements.form_token.value, path, at: Math.round(now()), whole, fields: typed() };
      const parcel = await close(key, told);
      if (parcel) await put(parcel);
      return parcel !== null;
    };
    const again = () => {
      form.reset();
      form.elements.form_token.value = crypto.randomUUID();
      form.dataset.nSent = "1";
      form.hidden = begun;
      untouched = text();
    };
    const keepHere = async () => {
      if (document.getElementById("n-kept") && !wrote()) return; // pressed once more
      const wrong = one(":invalid:not(fieldset)", form);
      if (wrong) { wrong.focus(); tell("まだ書いていない欄があります。そこを書いてから、もう一度押してください。"); return; }
      if (!key) { tell("通信できません。書いた文はこの画面に残っています。画面を閉じずに、電波のある所でもう一度押してください。"); return; }
      if ((await lying()).length >= MOST) { tell(`この端末にしまえるのは${MOST}件までです。書いた文はこの画面に残っています。電波のある所で、先に送ってください。`); return; }
      if (!(await seal(true).catch(() => false))) { tell("この端末にしまえませんでした（長すぎるか、端末に空きがありません）。書いた文はこの画面に残っています。"); return; }
      const photo = [...form.querySelectorAll("[type=file]")].some((field) => field.files.length);
      again();
      const more = (photo ? "写真はしまえません。電波のある所で、記録に足してください。" : "") + (begun ? "" : "続けて、次の記録も書けます。");
      notice("n-kept", "success", "しまいました", `通信できないので、この端末に封をしてしまいました。電波が戻ると送ります。${more}`);
      one("#notices").scrollIntoView();
      await tellCount();
    };
    form.addEventListener("input", () => { delete form.dataset.nSent; notice("n-kept"); });
    form.addEventListener("submit", async (event) => {
      if (form.dataset.nDirect) { delete form.dataset.nDirect; return; }
      event.preventDefault();
      delete form.dataset.nSent;
      if (busy) return;
      busy = true;
      const button = event.submitter;
      if (await reachable()) {
        form.dataset.nDirect = "1";
        form.requestSubmit(button);
      } else if (button && button.name) {
        tell("このボタンには通信が要ります。電波のある所で押してください。");
      } else {
        await keepHere();
      }
      busy = false;
    });
    window.addEventListener("beforeunload", (event) => { if (!navigator.onLine && form.isConnected && wrote()) event.preventDefault(); });
    document.addEventListener("n-leave", async (event) => {
      if (!form.isConnected) return;
      event.preventDefault();
      const login = `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
      if (await reachable()) { location.replace(login); return; }
      const sealed = key && wrote() && await seal(false).catch(() => false);
      one("#main").replaceChildren(made("div", { class: "n-width" }, made(
        "p", {}, `しばらく時間がたったので、この画面を閉じました。${sealed ? "書きかけの文は、この端末に封をしてしまいました。" : ""}電波のある所で、もう一度ログインしてください。`,
      )));
    });
    window.addEventListener("online", prepare);
    if (!(await able)) tell("この端末（またはこの開き方）では、電波のない所の備えが使えません。電波が切れたときは、書いた文はこの画面に残ります。画面を閉じないでください。");
    await prepare();
  };

  /* --- log-out takes everything away; what was not sent is asked about first --------------------------- */
  const askBeforeLeaving = (count, { leave }) => {
    const words = made("p", {}, `この端末に、まだ送っていない記録が${count}件あります。ログアウトすると、この端末から消えて、もう送れません。`);
    const buttons = ["いま送る", "捨ててログアウトする", "ログアウトをやめる"].map((label, place) => made(
      "button", { type: "button", class: `n-button ${["", "n-button--danger", "n-button--second"][place]}` }, label,
    ));
    const dialog = made("dialog", { class: "n-dialog", "aria-labelledby": "n-leaving" },
      made("h2", { id: "n-leaving" }, "まだ送っていない記録があります"), words, made("div", { class: "n-row" }, ...buttons));
    buttons[0].addEventListener("click", async () => {
      await send();
      const left = (await lying()).length;
      if (!left) { leave(); return; }
      words.textContent = `${left}件を送れませんでした。電波のある所で、もう一度お試しください。ログアウトをやめれば、この端末に残ります。`;
    });
    buttons[1].addEventListener("click", () => leave());
    buttons[2].addEventListener("click", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/accounts/logout/" || form.dataset.nEmptied) return;
    event.preventDefault();
    const leave = async () => {
      await wipe();
      form.dataset.nEmptied = "1";
      form.requestSubmit();
    };
    const count = (await able) ? (await lying()).length : 0;
    if (count) askBeforeLeaving(count, { leave });
    else await leave();
  }, true);

  const button = one("[data-n-send]");
  if (button) button.addEventListener("click", () => send());
  window.addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") send(); });
  const mark = one("[data-n-offline]");
  if (mark) watch(mark);
  document.addEventListener("htmx:afterSwap", (event) => {
    const opened = one("[data-n-offline]", event.detail.target);
    if (opened && !opened.dataset.nWatched) watch(opened);
  });
  send();
})();
