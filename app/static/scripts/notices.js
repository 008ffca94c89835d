// Notices above the page, cut from the page's own templates. They never take the focus.

let shown = null;
let focusBefore = null;

/** Show the notice of this name in place of any other; null takes the notice away. */
export function showNotice(name) {
  const place = document.querySelector("[data-notices]");
  const template = name && document.querySelector(`template[data-notice="${name}"]`);
  if (!place || name === shown) return;
  const hadFocus = place.contains(document.activeElement);
  if (!shown) focusBefore = document.activeElement;
  shown = template ? name : null;
  place.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  if (hadFocus) focusBefore?.focus();
  // What has the focus stays in sight: the notice sticks to the top.
  else if (shown && document.activeElement !== document.body) {
    document.activeElement.scrollIntoView({ block: "nearest" });
  }
}

export function hideNotice(name) {
  if (shown === name) showNotice(null);
}

/** Lead somebody who pressed a button to the notice that says why nothing happened. */
export function focusNotice() {
  document.querySelector("[data-notices] :is(a, button)")?.focus();
}
