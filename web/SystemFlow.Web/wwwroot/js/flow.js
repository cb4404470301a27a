// Starts the live page, says loudly when it is not live any more, and brings it back by itself.
import { watchConnection } from "./connection.js";
import { markChanges } from "./changes.js";
import { openMenus } from "./menu.js";
import { stampPrints } from "./print.js";
import { mindWall } from "./wall.js";

const connection = watchConnection();
markChanges(document.body);
openMenus();
mindWall(connection.isServerThere);
stampPrints();

Blazor.start({
  circuit: {
    configureSignalR: builder => builder.withServerTimeout(connection.serverTimeoutMs).withKeepAliveInterval(5_000),
    reconnectionHandler: { onConnectionDown: connection.down, onConnectionUp: connection.up },
  },
}).catch(connection.down);

document.addEventListener("click", event => {
  if (event.target.closest?.("[data-flow-reload]")) {
    event.preventDefault();
    location.reload();
  }
});

// Before the router sees it: it would take the skip link for a move to another page, and only scroll.
document.addEventListener("click", event => {
  if (event.target.closest?.(".flow-skip")) {
    event.preventDefault();
    document.getElementById("main").focus();
  }
}, { capture: true });

// In a form of figures Enter goes on to the next field, and from the last one sends, as on a till.
document.addEventListener("keydown", event => {
  const form = event.key === "Enter" && event.target.matches?.("[data-flow-next] input[inputmode]") && event.target.form;
  if (!form) return;
  event.preventDefault();
  const fields = [...form.querySelectorAll("input[inputmode]:not(:disabled)")];
  const next = fields[fields.indexOf(event.target) + 1];
  if (next) next.focus();
  else form.requestSubmit();
});

// A problem in a summary leads into its field, not only to it.
document.addEventListener("click", event => {
  const link = event.target.closest?.(".nhsuk-error-summary a[data-flow-field]");
  const field = link && document.getElementById(link.dataset.flowField);
  if (!field) return;
  event.preventDefault();
  event.stopPropagation();
  field.focus();
}, { capture: true });
