// Says in time that a log-in is about to end, and keeps it alive when asked to.

import { hideNotice, showNotice } from "./notices.js";
import { askWhoIsHere, exchange, formToken, otherTabs, sessionEnded, sessionState } from "./session.js";

const MINUTE = 60000;
const WARNING = 5 * MINUTE;
const idleTime = Number(document.body.dataset.idleMinutes ?? 0) * MINUTE;

let lastSign = Date.now();
let timer = 0;

function signOfLife() {
  lastSign = Date.now();
  watch();
}

function signOfLifeHere() {
  signOfLife();
  otherTabs.postMessage("active");
}

function watchAgainIn(pause) {
  clearTimeout(timer);
  timer = setTimeout(watch, pause);
}

function watch() {
  if (!idleTime) return;
  const left = lastSign + idleTime - Date.now();
  if (left > WARNING) {
    hideNotice("idle");
    watchAgainIn(left - WARNING);
  } else if (left > 0) {
    if (sessionState() === "here") showNotice("idle");
    watchAgainIn(left);
  } else {
    // The server's clock is the one that counts.
    askWhoIsHere().then((isHere) => isHere && hideNotice("idle"));
    watchAgainIn(MINUTE);
  }
}

async function stayLoggedIn() {
  if (!(await askWhoIsHere())) return;
  const body = new URLSearchParams({ csrf_token: formToken() });
  const reply = await exchange(document.body.dataset.session, { method: "POST", body });
  if (reply.status >= 200 && reply.status < 300) signOfLifeHere();
  else if (reply.status === 401) sessionEnded(reply.log_in);
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-stay-logged-in]")) stayLoggedIn();
});
document.addEventListener("saved", signOfLifeHere);
// A machine that slept has missed its timers.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") watch();
});
otherTabs.addEventListener("message", ({ data }) => {
  if (data === "active") signOfLife();
});

watch();
if (document.body.dataset.person) otherTabs.postMessage("active");
