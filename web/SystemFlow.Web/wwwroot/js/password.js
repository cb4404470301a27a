// Shows a password while it is typed and hides it again, by the button beside it. Without script there is no button.
const SHOWN = "Your password is visible";
const HIDDEN = "Your password is hidden";

for (const button of document.querySelectorAll("[data-flow-show]")) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const status = document.createElement("div");
  status.className = "nhsuk-u-visually-hidden";
  status.setAttribute("aria-live", "polite");
  field.after(status); // Read between the field and its button.

  const show = isShown => {
    if ((field.type === "text") === isShown) return;
    field.type = isShown ? "text" : "password";
    button.querySelector("[data-flow-word]").textContent = isShown ? "Hide" : "Show";
    status.textContent = isShown ? SHOWN : HIDDEN;
  };
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false)); // Else a browser keeps what was typed, to suggest it.
  addEventListener("pageshow", event => event.persisted && show(false));
  button.hidden = false;
}
