type Addresses = {
  url: string;
  inboxUrl: string;
  /** Of the private Postgres; null when another one was given, whose password need not stand on a screen. */
  databaseUrl: string | null;
  limits: string;
  operator: string;
};

/** Tells what runs where, and how to try it. The commands work when pasted as they are. */
export function printBanner({ url, inboxUrl, databaseUrl, limits, operator }: Addresses): void {
  const credentials = "'ada@example.com:correct horse battery'";
  console.log(`
  Service  ${url}
  Pages    ${url}/register
  Docs     ${url}/docs
  Inbox    ${inboxUrl}
  Ops      ${url}/ops (${operator.replace(":", " / ")})
  Limits   ${limits}${limits === "shadow" ? " (counted, told, not enforced; LIMITS=enforce to feel them)" : ""}

  Register, read the code, activate:

  curl -s ${url}/users -H 'Content-Type: application/json' -d '{"email":"ada@example.com","password":"correct horse battery"}'
  CODE=$(curl -s '${inboxUrl}/inbox?to=ada@example.com&wait=10' | grep -oE '\\\\n[0-9]{4,12}\\\\n' | head -1 | tr -dc 0-9); echo "$CODE"
  curl -s ${url}/auth/activate -u ${credentials} -H 'Content-Type: application/json' -d "{\\"code\\":\\"$CODE\\"}"

  Make that account an administrator:

  ${databaseUrl === null ? "" : `DATABASE_URL=${databaseUrl} `}npx -y rust-just admin ada@example.com

  Ctrl-C stops all of it.
`);
}
