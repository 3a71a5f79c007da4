import { enableReveal } from "./reveal.js";

enableReveal();
