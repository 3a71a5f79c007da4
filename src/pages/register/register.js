import "./meter.js";
import { enableReveal } from "./reveal.js";

enableReveal();
