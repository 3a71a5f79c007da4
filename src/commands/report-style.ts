import { html } from "hono/html";

/** Colours keep 3:1 for drawings and 4.5:1 for text, light and dark; area and line differ without colour too. */
export const REPORT_STYLE = html`<style>
  :root {
    color-scheme: light dark;
    --ground: #fff;
    --text: #1c1e21;
    --quiet: #5b6169;
    --rule: #d9dce0;
    --enforced: #6d7f95;
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
    margin: 0;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.25rem;
    margin: 0 0 0.5rem;
  }
  .legend i {
    display: inline-block;
    width: 1rem;
    margin-right: 0.25rem;
    vertical-align: middle;
  }
  .legend .enforced {
    height: 0.75rem;
    background: var(--enforced);
  }
  .legend .candidate {
    height: 3px;
    background: var(--candidate);
  }
  .unit,
  .note,
  small,
  .x,
  .y {
    color: var(--quiet);
    font-size: 0.875rem;
  }
  .chart {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.25rem 0.5rem;
  }
  .y {
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
    height: 15rem;
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
  }
  path.candidate {
    stroke: var(--candidate);
    stroke-width: 2px;
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
