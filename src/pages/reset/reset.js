import "./mail-link.js";
import "./meter.js";
import { enableReveal } from "./reveal.js";

enableReveal();
