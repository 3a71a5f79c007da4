import "./ask-anew.js";
import { showLocalTimes } from "./local-times.js";
import "./meter.js";
import { enableReveal } from "./reveal.js";

enableReveal();
showLocalTimes();
// What was done is said once: not after a reload, nor by a bookmark.
history.replaceState(null, "", location.pathname + location.hash);
