import { html } from "hono/html";

/** Colours keep 3:1 for drawings and 4.5:1 for text, light and dark. */
export const REPORT_STYLE = html`<style>
  :root {
    color-scheme: light dark;
    --ground: #fff;
    --text: #1c1e21;
    --quiet: #5b6169;
    --rule: #d9dce0;
    --enforced: #56687f;
    --candidate: #b3400a;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --ground: #16181b;
      --text: #e6e8eb;
      --quiet: #a0a7b0;
      --rule: #363a40;
      --enforced: #7f93ab;
      --candidate: #ff9d5c;
    }
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    background: var(--ground);
    color: var(--text);
    font:
      1rem/1.5 system-ui,
      sans-serif;
  }
  main {
    max-width: 60rem;
    margin: 0 auto;
    padding: 1rem;
    overflow-wrap: anywhere;
  }
  h1 {
    font-size: 1.5rem;
  }
  h2 {
    font-size: 1.1rem;
    margin: 2rem 0 0.5rem;
  }
  figure {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.25rem 0.5rem;
    margin: 0;
  }
  figcaption,
  h3 {
    grid-column: 1 / -1;
  }
  h3 {
    margin: 0.75rem 0 0.25rem;
    font-size: 1rem;
  }
  h3.enforced {
    color: var(--enforced);
  }
  h3.candidate {
    color: var(--candidate);
  }
  figcaption,
  .note,
  small,
  .x,
  .y {
    color: var(--quiet);
    font-size: 0.875rem;
  }
  .y {
    grid-column: 1;
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    text-align: right;
    line-height: 1;
  }
  .x {
    grid-column: 2;
    display: flex;
    justify-content: space-between;
  }
  svg {
    width: 100%;
    height: 8rem;
    overflow: visible;
  }
  path {
    vector-effect: non-scaling-stroke;
    fill: none;
  }
  path.grid {
    stroke: var(--rule);
  }
  path.enforced {
    fill: var(--enforced);
    stroke: var(--enforced);
  }
  path.candidate {
    fill: var(--candidate);
    stroke: var(--candidate);
  }
  rect {
    fill: transparent;
  }
  rect:hover {
    fill: var(--text);
    fill-opacity: 0.15;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.4rem 0 0.4rem 0.75rem;
    border-bottom: 1px solid var(--rule);
    text-align: right;
    vertical-align: top;
    font-weight: normal;
  }
  th:first-child {
    padding-left: 0;
    text-align: left;
  }
  td,
  th[scope="col"] {
    white-space: nowrap;
  }
  th[scope="col"] {
    color: var(--quiet);
  }
  small {
    display: block;
  }
  .changed {
    font-weight: 600;
  }
</style>`;
