// What is not saved yet, kept for this tab alone: it outlives a reload or a crash, not the tab.

import { otherTabs } from "./session.js";

const PREFIX = "draft ";

/** The fields of one criterion as they stand. */
export function fieldsOf(form, section) {
  const prefix = `${section.dataset.criterion}-`;
  return [...new FormData(form)].filter(
    ([name]) => name.startsWith(prefix) && name !== `${prefix}version`,
  );
}

export function keepDraft(address, draft) {
  const { person } = document.body.dataset;
  try {
    sessionStorage.setItem(PREFIX + address, JSON.stringify({ person, ...draft }));
  } catch {
    // No room, or not allowed: then the text is on the page alone, as it always was.
  }
}

export function dropDraft(address) {
  sessionStorage.removeItem(PREFIX + address);
}

/** The draft if it still has something to say: of this person, and not what stands there. */
export function findDraft(address, { fields, version }) {
  let draft = null;
  try {
    draft = JSON.parse(sessionStorage.getItem(PREFIX + address));
  } catch {
    // Not written by us.
  }
  if (!draft) return null;
  const isMine = draft.person === document.body.dataset.person;
  const isThere = JSON.stringify(draft.fields) === JSON.stringify(fields);
  // Sent with the whole form: if the answer changed since, it has arrived and was dealt with.
  const hasArrived = draft.isSent && draft.version !== version;
  if (isMine && !isThere && !hasArrived) return draft;
  dropDraft(address);
  return null;
}

export function fillIn(form, section, fields) {
  const prefix = `${section.dataset.criterion}-`;
  const typed = new Map(fields);
  for (const control of form.elements) {
    if (!control.name?.startsWith(prefix) || control.type === "hidden") continue;
    if (control.type === "radio") control.checked = typed.get(control.name) === control.value;
    else if (typed.has(control.name)) control.value = typed.get(control.name);
  }
}

function dropAllDrafts() {
  Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
    sessionStorage.removeItem(key);
  });
}

// Who logs out leaves nothing behind for the next person at this machine.
document.addEventListener("submit", ({ target }) => {
  if (target.dataset.logOut === undefined) return;
  dropAllDrafts();
  otherTabs.postMessage("log-out");
});
otherTabs.addEventListener("message", ({ data }) => {
  if (data === "log-out") dropAllDrafts();
});
