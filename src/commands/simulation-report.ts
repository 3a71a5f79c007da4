import { rename, rm, writeFile } from "node:fs/promises";
import { html } from "hono/html";
import type { ReplayResult } from "../domain/replay.ts";
import { type Markup, refusalChart } from "./refusal-chart.ts";
import { REPORT_STYLE } from "./report-style.ts";
import { changes, extent, fidelity, summaryRows } from "./simulation-summary.ts";

/** Writes the report whole or not at all. Throws with a `code` when the file cannot be written. */
export async function writeReport(path: string, result: ReplayResult): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, `${await reportPage(result)}\n`);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** One HTML page that needs nothing else: no script, no font, no network. */
export const reportPage = (result: ReplayResult): Markup =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>Rate limits: enforced and candidate</title>
        ${REPORT_STYLE}
      </head>
      <body>
        <main>
          <h1>Rate limits: enforced and candidate</h1>
          <p>${extent(result)}</p>
          <p><strong>Candidate:</strong> ${changes(result)}</p>
          <h2>Requests refused over time (UTC)</h2>
          ${refusalChart(result)}
          <h2>In all</h2>
          ${summaryTable(result)}
          <h2>By policy</h2>
          ${policyTable(result)}
          <p class="note">${fidelity(result)}</p>
        </main>
      </body>
    </html>`;

const summaryTable = (result: ReplayResult): Markup =>
  html`<table>
    <thead>
      <tr>
        <td></td>
        <th scope="col">enforced</th>
        <th scope="col">candidate</th>
      </tr>
    </thead>
    <tbody>
      ${summaryRows(result).map(
        ({ name, note, before, after }) =>
          html`<tr>
            <th scope="row">${name}<small>${note}</small></th>
            <td>${before}</td>
            <td class="${before === after ? "" : "changed"}">${after}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

const policyTable = ({ policies }: ReplayResult): Markup =>
  html`<table>
    <thead>
      <tr>
        <th scope="col">refused by</th>
        <th scope="col">enforced</th>
        <th scope="col">candidate</th>
      </tr>
    </thead>
    <tbody>
      ${policies.map(
        ({ policy, mode, before, after, refusedBefore, refusedAfter }) =>
          html`<tr>
            <th scope="row">${policy}<small>${mode}</small></th>
            <td>${refusedBefore}<small>${before}</small></td>
            <td class="${refusedBefore === refusedAfter ? "" : "changed"}">
              ${refusedAfter}<small>${after}</small>
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
