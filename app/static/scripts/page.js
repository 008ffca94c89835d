// What every page does with a script: prints itself whole, and leads to its first error.

document.documentElement.dataset.js = "";

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
