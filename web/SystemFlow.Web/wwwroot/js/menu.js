// The main navigation of a narrow screen, behind one button. Without script it is simply there (frame.css asks for script).
// What opens over the page, such as the pages under "More", closes by a choice, a click elsewhere or Escape.
const OPEN = "flow-menu-open";

export function openMenus() {
  const set = isOpen => {
    document.documentElement.classList.toggle(OPEN, isOpen);
    document.querySelector("[data-flow-menu]")?.setAttribute("aria-expanded", String(isOpen));
  };
  const more = () => document.querySelector("[data-flow-more][open]");
  document.addEventListener("click", event => {
    if (!event.target.closest?.("[data-flow-more]") || event.target.closest("[data-flow-more] a")) more()?.removeAttribute("open");
    if (event.target.closest?.("[data-flow-menu]")) set(!document.documentElement.classList.contains(OPEN));
    else if (event.target.closest?.("#flow-nav a")) set(false);
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && more()) {
      const summary = more().querySelector("summary");
      more().removeAttribute("open");
      summary.focus();
      return;
    }
    if (event.key !== "Escape" || !document.documentElement.classList.contains(OPEN)) return;
    set(false);
    document.querySelector("[data-flow-menu]")?.focus();
  });
}
