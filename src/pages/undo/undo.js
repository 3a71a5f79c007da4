import "./mail-link.js";
