// The main navigation of a narrow screen, behind one button. Without script it is simply there (frame.css asks for script).
const OPEN = "flow-menu-open";

export function openMenus() {
  const set = isOpen => {
    document.documentElement.classList.toggle(OPEN, isOpen);
    document.querySelector("[data-flow-menu]")?.setAttribute("aria-expanded", String(isOpen));
  };
  document.addEventListener("click", event => {
    if (event.target.closest?.("[data-flow-menu]")) set(!document.documentElement.classList.contains(OPEN));
    else if (event.target.closest?.("#flow-nav a")) set(false);
  });
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !document.documentElement.classList.contains(OPEN)) return;
    set(false);
    document.querySelector("[data-flow-menu]")?.focus();
  });
}
