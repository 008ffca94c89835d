// Saves a self-check while it is filled in: listens to its forms, and minds leaving the page.

import { focusNotice } from "./notices.js";
import { CriterionSaver, numberRequest } from "./saver.js";
import { sessionState } from "./session.js";

const TYPING_PAUSE = 1000;
const PATIENCE_BEFORE_LEAVING = 8000;

let isLeaving = false;
const savers = new Map();

function saverOf(control) {
  const section = control.closest("[data-criterion]");
  if (!control.name?.startsWith(`${section?.dataset.criterion}-`)) return null;
  return saverOfSection(control.form, section);
}

function saverOfSection(form, section) {
  if (form?.dataset.autosave === undefined) return null;
  if (!savers.has(section)) savers.set(section, new CriterionSaver(form, section));
  return savers.get(section);
}

function unsaved() {
  return [...savers.values()].filter((saver) => saver.isUnsaved);
}

function saveAll() {
  unsaved().forEach((saver) => saver.save());
}

function showProgress({ done, total, text, left }) {
  for (const part of document.querySelectorAll("[data-progress]")) {
    const bar = part.querySelector("progress");
    if (bar) Object.assign(bar, { max: total || 1, value: done });
    const words = part.querySelector("[data-progress-text]");
    if (words) words.textContent = text;
    const rest = part.querySelector("[data-progress-left]");
    if (rest) rest.textContent = left;
  }
}

/** Before the whole form is sent, what is under way arrives: else we would contradict ourselves. */
async function settleThenSubmit(form, submitter) {
  const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE_BEFORE_LEAVING); });
  await Promise.race([Promise.all(unsaved().map((saver) => saver.save())), patience]);
  if (isLeaving) return;
  if (unsaved().length > 0 && sessionState() === "ended") focusNotice();
  else leaveBy(form, submitter);
}

function leaveBy(form, submitter) {
  isLeaving = true;
  form.requestSubmit(submitter);
}

document.addEventListener("change", ({ target }) => saverOf(target)?.changed(target, 0));

document.addEventListener("input", ({ target }) => {
  if (target.matches("textarea")) saverOf(target)?.changed(target, TYPING_PAUSE);
});

// Both for the whole form and for the one criterion that is read from it.
document.addEventListener("formdata", ({ target, formData }) => {
  if (target.dataset.autosave !== undefined) numberRequest(formData);
});

document.addEventListener("submit", (event) => {
  if (event.target.dataset.autosave === undefined) return;
  if (!isLeaving && unsaved().length > 0) {
    event.preventDefault();
    settleThenSubmit(event.target, event.submitter);
  } else {
    isLeaving = true;
    unsaved().forEach((saver) => saver.keepDraft(true));
  }
});

document.addEventListener("conflict", ({ detail: { form, section } }) => {
  leaveBy(form, section.querySelector("[name=save]"));
});

document.addEventListener("saved", ({ detail }) => {
  if (detail) showProgress(detail);
});

// Enter on a choice would press the first button of the form, which belongs to another question.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-autosave] [type=radio]")) {
    event.preventDefault();
  }
});

addEventListener("beforeunload", (event) => {
  if (!isLeaving && unsaved().length > 0) event.preventDefault();
});

// Coming back with the back button shows the page as it was left: it may be changed again.
addEventListener("pageshow", () => { isLeaving = false; });

addEventListener("online", saveAll);
document.addEventListener("session-back", saveAll);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveAll();
});

for (const section of document.querySelectorAll("[data-autosave] [data-criterion]")) {
  saverOfSection(section.closest("form"), section).restoreDraft();
}
