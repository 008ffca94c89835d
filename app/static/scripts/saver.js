// Saves one criterion: one request at a time, always with the newest version number.

import { dropDraft, fieldsOf, fillIn, findDraft, keepDraft } from "./drafts.js";
import { askWhoIsHere, exchange, sessionEnded, sessionState } from "./session.js";

const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const KEEPALIVE_LIMIT = 60000;
const WORTH_ANOTHER_TRY = [0, 200, 408, 425, 429];

// By both the server tells our newest request from those that were lost or come late.
const CLIENT = [...crypto.getRandomValues(new Uint8Array(12))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");
let sequence = 0;

export function numberRequest(data) {
  sequence += 1;
  data.set("client", CLIENT);
  data.set("sequence", sequence);
}

export class CriterionSaver {
  constructor(form, section) {
    this.form = form;
    this.section = section;
    this.key = section.dataset.criterion;
    this.status = section.querySelector("[data-status]");
    this.version = section.querySelector("[data-version]");
    this.changes = 0;
    this.savedChanges = 0;
    this.failures = 0;
    this.needsSession = false;
    this.inFlight = null;
    this.timer = 0;
  }

  get isUnsaved() {
    return this.changes !== this.savedChanges;
  }

  get address() {
    return this.form.dataset.autosave.replace(/\{key\}|%7Bkey%7D/i, encodeURIComponent(this.key));
  }

  changed(control, pause) {
    this.changes += 1;
    this.failures = 0;
    this.lastControl = control;
    this.keepDraft();
    this.saveAfter(pause);
  }

  keepDraft(isSent = false) {
    const fields = fieldsOf(this.form, this.section);
    keepDraft(this.address, { fields, version: this.version.value, isSent });
  }

  /** What was typed before a reload and never arrived is there again, and is saved. */
  restoreDraft() {
    const fields = fieldsOf(this.form, this.section);
    const draft = findDraft(this.address, { fields, version: this.version.value });
    if (!draft) return;
    fillIn(this.form, this.section, draft.fields);
    // Based on what its writer saw: if somebody changed it since, both texts are shown.
    this.version.value = draft.version;
    const note = document.createElement("p");
    note.className = "criterion-restored";
    note.textContent = this.form.dataset.restored;
    this.status.before(note);
    this.changed(undefined, 0);
  }

  saveAfter(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** Resolves when nothing is under way for this criterion, saved or not. */
  save() {
    clearTimeout(this.timer);
    // A change that comes while a request is under way waits for its version number.
    this.inFlight ??= this.send().finally(() => { this.inFlight = null; });
    return this.inFlight;
  }

  async send() {
    let before;
    do {
      before = this.savedChanges;
      await this.sendOnce();
    } while (this.isUnsaved && this.savedChanges !== before);
  }

  async sendOnce() {
    if (this.failures === 0) this.say(this.form.dataset.saving);
    if ((this.needsSession || sessionState() !== "here") && !(await askWhoIsHere())) {
      this.retry({});
      return;
    }
    const sent = this.changes;
    this.take(await exchange(this.address, this.request()), sent);
  }

  request() {
    const body = new URLSearchParams({ criterion: this.key });
    const ours = ["csrf_token", "client", "sequence"];
    for (const [name, value] of new FormData(this.form)) {
      if (ours.includes(name) || name.startsWith(`${this.key}-`)) body.append(name, value);
    }
    return { method: "POST", body, keepalive: body.toString().length < KEEPALIVE_LIMIT };
  }

  take(reply, sent) {
    const { status } = reply;
    if (status === 200 && "version" in reply) this.accept(reply, sent);
    else if (status === 409) this.showConflict();
    else if (status === 401) this.waitForLogIn(reply);
    else if (status === 400 && !this.needsSession) this.renewToken();
    else if (status >= 500 || WORTH_ANOTHER_TRY.includes(status)) this.retry(reply);
    else this.refuse(reply);
  }

  accept(reply, sent) {
    this.savedChanges = sent;
    this.failures = 0;
    this.needsSession = false;
    this.version.value = reply.version;
    if (this.isUnsaved) this.keepDraft();
    else this.forgetDraft();
    this.section.querySelector("[data-undo]")?.removeAttribute("hidden");
    for (const control of this.section.querySelectorAll("[aria-invalid]")) {
      control.removeAttribute("aria-invalid");
    }
    // With a message, what was chosen last does not count yet: the foot claims nothing.
    this.say([reply.message, reply.saved].filter(Boolean).join(" "), "is-saved", reply.message ? "" : reply.saved);
    document.dispatchEvent(new CustomEvent("saved", { detail: reply.progress }));
  }

  forgetDraft() {
    dropDraft(this.address);
    this.section.querySelector(".criterion-restored")?.remove();
  }

  /** Somebody else was faster: the server's page shows both texts side by side. */
  showConflict() {
    document.dispatchEvent(new CustomEvent("conflict", { detail: this }));
  }

  waitForLogIn(reply) {
    this.needsSession = true;
    sessionEnded(reply.log_in);
    this.retry(reply);
  }

  /** The form token is no longer valid; with a new one the same request is fine. */
  renewToken() {
    this.needsSession = true;
    this.saveAfter(0);
  }

  refuse(reply) {
    this.needsSession = false;
    this.lastControl?.setAttribute("aria-invalid", "true");
    this.say(reply.errors?.join(" ") || this.form.dataset.unsaved, "is-wrong");
  }

  retry(reply) {
    const pause = Math.min(FIRST_RETRY * 2 ** this.failures, LONGEST_RETRY);
    this.failures += 1;
    this.say(reply.errors?.join(" ") || this.form.dataset.unsaved, "is-wrong");
    // Jitter keeps a whole town hall from knocking at the same moment.
    this.saveAfter(pause * (0.5 + Math.random()));
  }

  say(text, look = "", short = look === "is-wrong" ? this.form.dataset.unsavedShort : text) {
    this.status.classList.remove("is-saved", "is-wrong");
    if (look) this.status.classList.add(look);
    // What has not changed is not read aloud once more.
    if (this.status.textContent !== (text ?? "")) this.status.textContent = text ?? "";
    this.sayInFoot(short, look);
  }

  /** The foot is always in sight; what is read aloud is the status beside the question. */
  sayInFoot(text, look) {
    const foot = this.form.querySelector("[data-foot-status]");
    if (!foot) return;
    foot.textContent = text ?? "";
    foot.classList.toggle("is-wrong", look === "is-wrong");
  }
}
