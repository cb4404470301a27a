// Starts the live page, says loudly when it is not live any more, and brings it back by itself.
import { watchConnection } from "./connection.js";
import { markChanges } from "./changes.js";

const connection = watchConnection();
markChanges(document.body);

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
