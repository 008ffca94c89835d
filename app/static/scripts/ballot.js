// Sends a vote until it has arrived: in a hall every telephone talks at the same moment.

import { exchange, otherTabs } from "./session.js";
import { renewPage } from "./watch.js";

const KEPT_AS = "ballot ";
const FIRST_REPEAT = 1000;
const LONGEST_REPEAT = 15000;
const ECHO = 10000;
const WORDS = ["sending", "sent", "waiting", "over", "choose"];

/** What has not arrived yet, by ballot; sessionStorage has the same for a reload. */
const underWay = new Map();

function formOf(name) {
  return [...document.forms].find(({ dataset }) => dataset.ballot === name);
}

function chosenIn(form) {
  return form.querySelector("[name=choice]:checked");
}

function statusOf(form) {
  return form.querySelector("[data-ballot-status]");
}

function sayOnBallot(name, text, look = "") {
  const form = formOf(name);
  if (!form) return;
  const status = statusOf(form);
  status.classList.toggle("is-wrong", look === "is-wrong");
  status.classList.toggle("is-saved", look === "is-saved");
  if (status.textContent !== text) status.textContent = text;
}

/** What must be told though its question has left the page. */
function sayAbove(text) {
  const line = document.createElement("p");
  line.textContent = text;
  document.querySelector(".messages")?.replaceChildren(line);
}

function keepBallot(name, { timer, ...kept }) {
  try {
    sessionStorage.setItem(KEPT_AS + name, JSON.stringify(kept));
  } catch {
    // No room, or not allowed: then a reload before it has arrived loses the vote.
  }
}

function dropBallot(name) {
  clearTimeout(underWay.get(name)?.timer);
  underWay.delete(name);
  sessionStorage.removeItem(KEPT_AS + name);
}

function sendFrom(form) {
  const chosen = chosenIn(form);
  const name = form.dataset.ballot;
  if (!chosen) {
    sayOnBallot(name, form.dataset.choose, "is-wrong");
    form.querySelector("[name=choice]").focus();
    return;
  }
  const before = underWay.get(name);
  const ballot = {
    address: form.action,
    fields: Object.fromEntries(new FormData(form)),
    said: chosen.dataset.said,
    then: form.dataset.then,
    words: Object.fromEntries(WORDS.map((word) => [word, form.dataset[word]])),
    failures: 0,
    // An earlier choice may still be on its way, and arrive after this one.
    isOvertaking: Boolean(before && (before.isBusy || before.failures > 0)),
  };
  clearTimeout(before?.timer);
  underWay.set(name, ballot);
  keepBallot(name, ballot);
  sayOnBallot(name, ballot.words.sending);
  // One request at a time: what is under way answers first.
  if (!before?.isBusy) send(name);
}

async function send(name) {
  const ballot = underWay.get(name);
  if (!ballot) return;
  clearTimeout(ballot.timer);
  ballot.isBusy = true;
  const body = new URLSearchParams(ballot.fields);
  const reply = await exchange(ballot.address, { method: "POST", body, keepalive: true });
  ballot.isBusy = false;
  // Another choice was sent meanwhile, or another tab was faster.
  if (underWay.get(name) === ballot) takeReply(name, ballot, reply);
  else if (underWay.has(name)) send(name);
}

function takeReply(name, ballot, reply) {
  if (reply.status === 200 && reply.kept) arrive(name, ballot);
  else if (reply.status === 409) giveUp(name, ballot.words.over);
  else if (reply.status === 422) giveUp(name, ballot.words.choose);
  else if (reply.status === 404) {
    dropBallot(name);
    renewPage().catch(() => location.reload());
  } else if (reply.status === 400 && ballot.failures === 0) renewFormToken(name, ballot);
  else sendAgain(name, ballot);
}

function arrive(name, ballot) {
  dropBallot(name);
  showArrived(name, ballot);
  otherTabs.postMessage({ ballot: name, said: ballot.said, choice: ballot.fields.choice });
  if (ballot.isOvertaking) setTimeout(() => echo(name, ballot), ECHO);
  if (ballot.then && formOf(name)) location.assign(ballot.then);
}

/** From here on it is what the page stands for: a choice that was sent is no longer typed. */
function showArrived(name, { said, choice, fields }) {
  const form = formOf(name);
  if (!form) return;
  for (const control of form.querySelectorAll("[name=choice]")) {
    control.defaultChecked = control.value === (choice ?? fields.choice);
    control.checked = control.defaultChecked;
  }
  sayOnBallot(name, form.dataset.sent.replace("{choice}", () => said), "is-saved");
}

/** Once more, in case the earlier one came in last; the same vote twice is one vote. */
function echo(name, ballot) {
  if (!underWay.has(name)) exchange(ballot.address, { method: "POST", body: new URLSearchParams(ballot.fields) });
}

function giveUp(name, text) {
  dropBallot(name);
  if (formOf(name)) sayOnBallot(name, text, "is-wrong");
  else sayAbove(text);
}

async function renewFormToken(name, ballot) {
  ballot.failures += 1;
  const reply = await exchange(document.body.dataset.session, { cache: "no-store" });
  if (reply.csrf_token) {
    ballot.fields.csrf_token = reply.csrf_token;
    for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = reply.csrf_token;
  }
  send(name);
}

function sendAgain(name, ballot) {
  const pause = Math.min(FIRST_REPEAT * 2 ** ballot.failures, LONGEST_REPEAT);
  ballot.failures += 1;
  sayOnBallot(name, ballot.words.waiting, "is-wrong");
  ballot.timer = setTimeout(() => send(name), pause * (0.5 + Math.random()));
}

function sendAllAtOnce() {
  for (const [name, ballot] of underWay) if (!ballot.isBusy) send(name);
}

/** On a page that came anew: what is under way is chosen there, and says so. */
function showUnderWay() {
  for (const [name, ballot] of underWay) {
    const control = [...(formOf(name)?.querySelectorAll("[name=choice]") ?? [])]
      .find(({ value }) => value === ballot.fields.choice);
    if (control) control.checked = true;
    sayOnBallot(name, ballot.failures ? ballot.words.waiting : ballot.words.sending);
  }
}

function resume() {
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith(KEPT_AS))) {
    const name = key.slice(KEPT_AS.length);
    try {
      underWay.set(name, { ...JSON.parse(sessionStorage.getItem(key)), isBusy: false, failures: 0 });
    } catch {
      sessionStorage.removeItem(key);
    }
  }
  showUnderWay();
  sendAllAtOnce();
}

document.addEventListener("submit", (event) => {
  if (event.target.dataset.ballot === undefined) return;
  event.preventDefault();
  sendFrom(event.target);
});

document.addEventListener("change", ({ target }) => {
  const { form } = target;
  if (form?.dataset.ballot !== undefined && !underWay.has(form.dataset.ballot)) {
    sayOnBallot(form.dataset.ballot, form.dataset.unsent);
  }
  const most = Number(target.closest("[data-most]")?.dataset.most ?? 0);
  if (most) keepToMost(target.closest("[data-most]"), most);
});

/** With as many dots as one person has, the other ideas wait. */
function keepToMost(group, most) {
  const boxes = [...group.querySelectorAll("[type=checkbox]")];
  const isFull = boxes.filter((box) => box.checked).length >= most;
  for (const box of boxes) box.disabled = isFull && !box.checked;
}

function keepAllToMost() {
  for (const group of document.querySelectorAll("[data-most]")) keepToMost(group, Number(group.dataset.most));
}

otherTabs.addEventListener("message", ({ data }) => {
  if (!data.ballot) return;
  dropBallot(data.ballot);
  showArrived(data.ballot, data);
});
document.addEventListener("renewed", () => {
  showUnderWay();
  keepAllToMost();
});
addEventListener("online", sendAllAtOnce);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") sendAllAtOnce();
});

keepAllToMost();
resume();
