/** What would break the version before, which runs on the same schema while instances are restarted in turn. */
const BREAKING: [RegExp, string][] = [
  [/\bdrop (table|column|view|function|trigger|type|sequence|schema|default)\b/, "takes away"],
  [/\brename\b/, "renames"],
  [/\balter (column )?\w+ (set data )?type\b/, "changes a type"],
  [/\bset not null\b/, "asks for a value that the version before may leave out"],
  [/^truncate\b/, "empties a table"],
  [/^revoke\b/, "takes a right away"],
];
const NEW_COLUMN = /\badd column (?:if not exists )?(?<column>\w+) (?<rest>.*)$/;
const HAS_VALUE = /\b(default|generated)\b/;
const NEW_CONSTRAINT =
  /\badd (?:constraint (?<name>\w+)|(?:check|unique|primary key|foreign key|exclude)\b)/;
const NEW_INDEX =
  /^create (?<unique>unique )?index (?<spared>if not exists )?(?:\w+ )?on (?:only )?(?<table>\w+)/;

/** Whether a file may break what it likes: nobody uses it any more, since the release before. */
export const isContraction = (fileName: string): boolean =>
  /^\d{4}\.do\.contract-[\w-]+\.sql$/.test(fileName);

/** What of a migration would break the version before, or block it for long; empty when nothing does. */
export function breaksVersionBefore(sql: string): string[] {
  const statements = readStatements(sql);
  const created = new Set(
    statements.flatMap((each) => /^create table (\w+)/.exec(each)?.[1] ?? []),
  );
  const loosened = new Set(
    statements.flatMap((each) =>
      [...each.matchAll(/\bdrop constraint (\w+)/g)].map(([, name]) => name),
    ),
  );
  return statements.flatMap((statement) => {
    const table = /^alter table (?:if exists )?(?:only )?(\w+)/.exec(statement)?.[1];
    // Nobody knows it yet.
    if (table !== undefined && created.has(table)) return [];
    const reasons = BREAKING.filter(([pattern]) => pattern.test(statement)).map(([, why]) => why);
    for (const clause of table === undefined ? [] : splitClauses(statement)) {
      const { rest } = NEW_COLUMN.exec(clause)?.groups ?? {};
      if (rest !== undefined && /\bnot null\b/.test(rest) && !HAS_VALUE.test(rest))
        reasons.push("adds a column that needs a value");
      const constraint = NEW_CONSTRAINT.exec(clause);
      // One that is dropped as well is another form of it, such as one more word that a column may have.
      if (constraint && rest === undefined && !loosened.has(constraint.groups?.["name"]))
        reasons.push("forbids what the version before may write");
    }
    const index = NEW_INDEX.exec(statement)?.groups;
    if (index && !created.has(index["table"] ?? "")) {
      if (index["unique"] !== undefined) reasons.push("forbids what the version before may write");
      // Migrations run in one transaction: a large table's index is made before, by hand and concurrently.
      if (index["spared"] === undefined) reasons.push("blocks writes; create index if not exists");
    }
    return reasons.map((reason) => `${reason}: ${statement.slice(0, 80)}`);
  });
}

/** Statements without comments, in one line and lower case; what functions do is theirs. */
const readStatements = (sql: string): string[] =>
  sql
    .replaceAll(/--.*$/gm, "")
    .replaceAll(/\/\*.*?\*\//gs, "")
    .replaceAll(/\$(\w*)\$.*?\$\1\$/gs, "$$$$")
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .split(";")
    .map((statement) => statement.replaceAll(/\s+/g, " ").trim().toLowerCase())
    .filter((statement) => statement !== "");

/** The actions of an alter table: commas in parentheses are theirs. */
function splitClauses(statement: string): string[] {
  const clauses = [""];
  let depth = 0;
  for (const character of statement) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (character === "," && depth === 0) clauses.push("");
    else clauses.push((clauses.pop() ?? "") + character);
  }
  return clauses;
}
