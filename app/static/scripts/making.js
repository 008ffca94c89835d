// Files that take a while to be made: says so, waits its turn, and hands the file over.

const MOST_TRIES = 40;

function say(words) {
  const line = document.querySelector("[data-making]");
  if (line) line.textContent = words ? line.dataset[`${words}Words`] : "";
}

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function fetched(link) {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const answer = await fetch(link.href);
    if (answer.status !== 503) return answer;
    say("waiting");
    await pause(Number(answer.headers.get("Retry-After")) || 3);
  }
  return null;
}

function nameIn(answer) {
  const told = answer.headers.get("Content-Disposition") ?? "";
  return /filename="([^"]+)"/.exec(told)?.[1];
}

function handOver(name, content) {
  const save = document.createElement("a");
  save.href = URL.createObjectURL(content);
  save.download = name;
  save.click();
  setTimeout(() => URL.revokeObjectURL(save.href), 60_000);
}

/** Whatever goes wrong, the address itself tells it in words. */
async function makeFile(link) {
  say("making");
  const answer = await fetched(link).catch(() => null);
  const name = answer?.ok && nameIn(answer);
  if (!name) {
    location.assign(link.href);
    return;
  }
  handOver(name, await answer.blob());
  say("done");
  await pause(6);
  say("");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-makes-file]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.dataset.isBeingMade) return;
  link.dataset.isBeingMade = "yes";
  makeFile(link).finally(() => delete link.dataset.isBeingMade);
});
