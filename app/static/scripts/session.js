// Who is logged in. A page can outlive its log-in, and goes on when there is a new one.

import { hideNotice, showNotice } from "./notices.js";

export const REQUEST_PATIENCE = 30000;
const AS_JSON = { Accept: "application/json" };

/** To the other tabs of this browser: "active" after every sign of life, "log-out" on leaving. */
export const otherTabs = new BroadcastChannel("willkommenscheck");

let state = "here";
let token = "";
let asking = null;

/** "here", "ended" or "other": whether whoever opened the page is still the one logged in. */
export function sessionState() {
  return state;
}

/** Ask who is logged in by now, and take the new form token. Resolves to whether we may save. */
export function askWhoIsHere() {
  asking ??= ask().finally(() => { asking = null; });
  return asking;
}

async function ask() {
  const reply = await exchange(document.body.dataset.session, { cache: "no-store" });
  if (reply.status !== 200 || !reply.csrf_token) return false;
  token = reply.csrf_token;
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
  if (reply.person !== document.body.dataset.person) {
    enter(reply.person ? "other" : "ended");
    return false;
  }
  const wasAway = state !== "here";
  enter("here");
  if (wasAway) document.dispatchEvent(new CustomEvent("session-back"));
  return true;
}

/** The form token of the last answer to askWhoIsHere(). */
export function formToken() {
  return token;
}

export function sessionEnded(logInAddress) {
  enter("ended");
  const link = document.querySelector("[data-notices] [data-log-in]");
  if (link && logInAddress?.startsWith("/")) link.href = logInAddress;
}

function enter(next) {
  state = next;
  if (next === "here") ["ended", "other"].forEach(hideNotice);
  else showNotice(next);
}

/** The answer as fields with its status; 0 where none came, or one that is not ours. */
export async function exchange(address, options) {
  try {
    const signal = AbortSignal.timeout(REQUEST_PATIENCE);
    const response = await fetch(address, { headers: AS_JSON, signal, ...options });
    if (response.status === 409) return { status: 409 };
    const fields = await response.json().catch(() => ({}));
    return { ...fields, status: response.status };
  } catch {
    return { status: 0 };
  }
}

function askIfAway() {
  if (state !== "here" && document.visibilityState === "visible") askWhoIsHere();
}

// Coming back from the tab with the log-in, or hearing that somebody is at work there.
addEventListener("focus", askIfAway);
document.addEventListener("visibilitychange", askIfAway);
otherTabs.addEventListener("message", ({ data }) => {
  if (data === "active" && state !== "here") askWhoIsHere();
  if (data === "log-out" && document.body.dataset.person) askWhoIsHere();
});
