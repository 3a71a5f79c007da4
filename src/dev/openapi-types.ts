import { registerHooks } from "node:module";

// The generator needs the compiler API, which TypeScript 7 does not have; nothing else is given the older one.
const older = registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier === "typescript" ? "typescript-5" : specifier, context),
});
const { default: openapiTS, astToString } = await import("openapi-typescript");
older.deregister();

/** The types of a document's paths, bodies and answers, as a declaration file. */
export async function describeTypes(document: string): Promise<string> {
  const source = JSON.parse(document) as Parameters<typeof openapiTS>[0];
  // What has a default may be left out of a request.
  const nodes = await openapiTS(source, { defaultNonNullable: false });
  return `// Written by \`just openapi\` from openapi.json.\n${astToString(nodes)}`;
}
