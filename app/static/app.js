// Saves a self-check while it is filled in. Every page also works without this file.

document.documentElement.dataset.js = "";

const TYPING_PAUSE = 1000;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const PATIENCE_BEFORE_LEAVING = 8000;
const KEEPALIVE_LIMIT = 60000;

/** Saves one criterion: one request at a time, always with the newest version number. */
class CriterionSaver {
  constructor(form, section) {
    this.form = form;
    this.section = section;
    this.key = section.dataset.criterion;
    this.status = section.querySelector("[data-status]");
    this.changes = 0;
    this.savedChanges = 0;
    this.failures = 0;
    this.inFlight = null;
    this.timer = 0;
  }

  get isUnsaved() {
    return this.changes !== this.savedChanges;
  }

  changed(control, pause) {
    this.changes += 1;
    this.failures = 0;
    this.lastControl = control;
    this.saveAfter(pause);
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
    const sent = this.changes;
    this.say(this.form.dataset.saving);
    let response;
    let reply = {};
    try {
      response = await fetch(this.address(), this.request());
      reply = response.status === 409 ? {} : await response.json();
    } catch {
      // No connection, or a page instead of an answer: the status below says it.
    }
    if (response?.ok && "version" in reply) this.accept(reply, sent);
    else if (response?.status === 409) this.showConflict();
    else if (response && response.status < 500) this.refuse(reply);
    else this.retry(reply);
  }

  address() {
    return this.form.dataset.autosave.replace(/\{key\}|%7Bkey%7D/i, encodeURIComponent(this.key));
  }

  request() {
    const body = new URLSearchParams({ criterion: this.key });
    for (const [name, value] of new FormData(this.form)) {
      if (name === "csrf_token" || name.startsWith(`${this.key}-`)) body.append(name, value);
    }
    const keepalive = body.toString().length < KEEPALIVE_LIMIT;
    return { method: "POST", body, keepalive, headers: { Accept: "application/json" } };
  }

  accept(reply, sent) {
    this.savedChanges = sent;
    this.failures = 0;
    this.section.querySelector("[data-version]").value = reply.version;
    this.section.querySelector("[data-undo]")?.removeAttribute("hidden");
    for (const control of this.section.querySelectorAll("[aria-invalid]")) {
      control.removeAttribute("aria-invalid");
    }
    // With a message, what was chosen last does not count yet: the foot claims nothing.
    this.say([reply.message, reply.saved].filter(Boolean).join(" "), "is-saved", reply.message ? "" : reply.saved);
    if (reply.progress) showProgress(reply.progress);
  }

  /** Somebody else was faster: the server's page shows both texts side by side. */
  showConflict() {
    isLeaving = true;
    this.form.requestSubmit(this.section.querySelector("[name=save]"));
  }

  refuse(reply) {
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
    this.status.textContent = text ?? "";
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

let isLeaving = false;
const savers = new Map();

function saverOf(control) {
  const section = control.closest("[data-criterion]");
  const form = control.form;
  if (!section || form?.dataset.autosave === undefined) return null;
  if (!control.name?.startsWith(`${section.dataset.criterion}-`)) return null;
  if (!savers.has(section)) savers.set(section, new CriterionSaver(form, section));
  return savers.get(section);
}

function unsaved() {
  return [...savers.values()].filter((saver) => saver.isUnsaved);
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
  isLeaving = true;
  form.requestSubmit(submitter);
}

document.addEventListener("change", ({ target }) => saverOf(target)?.changed(target, 0));

document.addEventListener("input", ({ target }) => {
  if (target.matches("textarea")) saverOf(target)?.changed(target, TYPING_PAUSE);
});

document.addEventListener("submit", (event) => {
  if (event.target.dataset.autosave === undefined) return;
  if (!isLeaving && unsaved().length > 0) {
    event.preventDefault();
    settleThenSubmit(event.target, event.submitter);
  } else {
    isLeaving = true;
  }
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

addEventListener("online", () => unsaved().forEach((saver) => saver.save()));

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") unsaved().forEach((saver) => saver.save());
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-print]")) print();
});

/** Without encryption browsers keep the clipboard to themselves: then it is selected for Ctrl+C. */
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  const output = button.parentElement.querySelector("[data-copied]");
  output.textContent = output.dataset.copied;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-copy]");
  if (button) copy(button).catch(() => {});
});

// Browsers without ::details-content leave folded text off the paper unless it is open.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.dataset.openedForPrint = "";
    fold.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("[data-opened-for-print]")) {
    delete fold.dataset.openedForPrint;
    fold.open = false;
  }
});

document.querySelector("[data-error-summary]")?.focus();
