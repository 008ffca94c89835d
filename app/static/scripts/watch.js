// Keeps a page up to date that shows a room: asks what is new, and renews what stands on it.

import { sessionEnded } from "./session.js";

const PAUSE_BETWEEN_LOOKS = 2000;
const JITTER = 1000;
const PAUSE_WHILE_HIDDEN = 15000;
const LONGEST_PAUSE = 20000;
const LOOK_PATIENCE = 10000;
const FAILURES_WORTH_A_WORD = 2;
const TYPED_INTO = "input:not([type=hidden], [type=submit]), textarea, select";

let lookTimer = 0;
let isLooking = false;
let failedLooks = 0;
let tagSeen = "";

function room() {
  return document.getElementById("main");
}

function pauseBeforeLook() {
  if (failedLooks > 0) {
    const growing = Math.min(PAUSE_BETWEEN_LOOKS * 2 ** failedLooks, LONGEST_PAUSE);
    return growing * (0.5 + Math.random() / 2);
  }
  // Jitter keeps a whole hall from asking at the same moment.
  return (document.hidden ? PAUSE_WHILE_HIDDEN : PAUSE_BETWEEN_LOOKS) + Math.random() * JITTER;
}

function lookLater(pause = pauseBeforeLook()) {
  clearTimeout(lookTimer);
  if (room()?.dataset.watch) lookTimer = setTimeout(look, pause);
}

async function look() {
  const address = room()?.dataset.watch;
  if (!address || isLooking) return;
  isLooking = true;
  try {
    const headers = { Accept: "application/json", ...(tagSeen && { "If-None-Match": tagSeen }) };
    const signal = AbortSignal.timeout(LOOK_PATIENCE);
    const response = await fetch(address, { headers, signal, cache: "no-store" });
    await takeLook(response);
  } catch {
    failedLooks += 1;
  }
  isLooking = false;
  sayConnection();
  lookLater();
}

async function takeLook(response) {
  if (response.status === 401) {
    sessionEnded((await response.json()).log_in);
    failedLooks += 1;
  } else if (response.status === 403 || response.status === 404) {
    location.reload();
  } else if (response.status === 304) {
    failedLooks = 0;
  } else if (response.ok) {
    const reply = await response.json();
    tagSeen = response.headers.get("ETag") ?? "";
    showCounts(reply);
    if (reply.gone || String(reply.revision) !== room().dataset.revision) await renewPage();
    failedLooks = 0;
  } else {
    failedLooks += 1;
  }
}

function showCounts(reply) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const count = reply[part.dataset.live];
    if (typeof count !== "number") continue;
    const text = count.toLocaleString(document.documentElement.lang);
    if (part.matches("progress")) showShare(part, count, reply[part.dataset.liveMax]);
    else if (part.textContent !== text) part.textContent = text;
  }
}

function showShare(bar, count, most) {
  if (most) bar.max = most;
  bar.value = count;
}

function sayConnection() {
  const line = document.querySelector("[data-connection]");
  if (!line) return;
  const text = failedLooks >= FAILURES_WORTH_A_WORD ? line.dataset.connection : "";
  if (line.textContent !== text) line.textContent = text;
}

/** The page as it is by now, in place of what stands there; what somebody typed stays. */
export async function renewPage() {
  tagSeen = "";
  const { page, address, status } = await fetchPage(location.href);
  const fresh = page?.getElementById("main");
  if (status >= 500) throw new Error("try again");
  if (!fresh || new URL(address).pathname !== location.pathname) location.assign(address);
  else takeIn(fresh, page);
}

function fetchPage(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = LOOK_PATIENCE;
    request.onload = () => resolve({
      page: request.response, address: request.responseURL, status: request.status,
    });
    request.onerror = reject;
    request.ontimeout = reject;
    request.send();
  });
}

function takeIn(fresh, page) {
  const main = room();
  const giveBack = whatIsInHand(main);
  const heading = headingOf(main);
  main.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const name of ["watch", "revision"]) {
    if (fresh.dataset[name] === undefined) delete main.dataset[name];
    else main.dataset[name] = fresh.dataset[name];
  }
  document.title = page.title;
  takeInMessages(page);
  const isAnother = headingOf(main) !== heading;
  giveBack(isAnother);
  if (isAnother) announce(headingOf(main));
  document.dispatchEvent(new CustomEvent("renewed"));
}

function headingOf(main) {
  return main.querySelector("h1")?.textContent ?? "";
}

function takeInMessages(page) {
  const news = page.querySelector(".messages")?.children ?? [];
  if (news.length > 0) document.querySelector(".messages")?.replaceChildren(...news);
}

/** What is read aloud when another thing is to be done. */
function announce(heading) {
  const line = document.querySelector("[data-news]");
  if (line) line.textContent = heading;
}

/** What somebody has typed, chosen, opened, and where they are; call it to give that back. */
function whatIsInHand(main) {
  const typed = [...main.querySelectorAll(TYPED_INTO)]
    .filter((field) => !field.form?.matches("[data-fresh]") && isTouched(field));
  const begun = [...main.querySelectorAll("form[data-stays]")]
    .filter((form) => [...form.querySelectorAll(TYPED_INTO)].some(isTouched));
  const folds = [...main.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]);
  const focused = main.contains(document.activeElement) ? document.activeElement : null;
  const marked = focused && [focused.selectionStart, focused.selectionEnd];
  const { scrollX, scrollY } = window;
  return (isAnother) => {
    begun.forEach((form) => putFormBack(main, form));
    typed.forEach((field) => putBack(main, field));
    for (const [id, open] of folds) {
      const fold = document.getElementById(id);
      if (fold) fold.open = open;
    }
    if (focused) giveFocusBack(main, focused, marked);
    scrollTo(isAnother ? 0 : scrollX, isAnother ? 0 : scrollY);
  };
}

function isTouched(field) {
  if (field.matches("[type=radio], [type=checkbox]")) return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== field.defaultValue;
  return [...field.options].some((option) => option.selected !== option.defaultSelected);
}

/** With what its page showed, so that the server knows what the text was written on top of. */
function putFormBack(main, form) {
  const place = document.getElementById(form.id);
  if (place) place.replaceWith(form);
  else main.querySelector("form[data-stays]")?.before(form);
}

function putBack(main, field) {
  const byName = `[name="${CSS.escape(field.name)}"]`;
  const isChoice = field.matches("[type=radio], [type=checkbox]");
  // A choice is known by its id alone: the same name stands for another question by now.
  const place = field.id ? document.getElementById(field.id) : main.querySelector(byName);
  if (!place || place.tagName !== field.tagName || place.type !== field.type) return;
  if (isChoice && (field.checked || field.type === "checkbox")) place.checked = field.checked;
  else if (!isChoice) place.value = field.value;
}

function giveFocusBack(main, focused, [start, end]) {
  const place = focused.id ? document.getElementById(focused.id) : null;
  (place ?? main).focus({ preventScroll: true });
  // Null where a field has no letters to stand between.
  if (place && typeof start === "number") place.setSelectionRange(start, end);
}

function lookAtOnce() {
  failedLooks = 0;
  lookLater(0);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") lookAtOnce();
});
addEventListener("online", lookAtOnce);
addEventListener("pageshow", ({ persisted }) => persisted && lookAtOnce());
document.addEventListener("session-back", lookAtOnce);

lookLater();
