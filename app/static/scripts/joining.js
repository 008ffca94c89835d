// A QR code brings its secret in the fragment: it leaves the address at once, and goes by the form.

function comeInBySecret() {
  const form = document.querySelector("[data-join]");
  const secret = location.hash.slice(1);
  if (!form || !secret) return;
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.secret.value = secret;
  form.requestSubmit();
}

addEventListener("hashchange", comeInBySecret);
comeInBySecret();
