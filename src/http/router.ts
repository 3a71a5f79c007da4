import { OpenAPIHono } from "@hono/zod-openapi";
import type { FieldError } from "../domain/failure.ts";
import "../validation-words.ts";
import type { HttpEnvironment } from "./environment.ts";
import { createPathRouter } from "./path-router.ts";
import { problem } from "./problem.ts";

export type Router = OpenAPIHono<HttpEnvironment>;

/** A router whose validation failures are problems that name each field. */
export function createRouter(): Router {
  return new OpenAPIHono<HttpEnvironment>({
    router: createPathRouter(),
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      // What cannot be in a path names nothing.
      if (result.target === "param") return problem(c, { code: "not_found" });
      const errors = result.error.issues.flatMap(describeIssue);
      return problem(c, { code: "invalid_request", errors });
    },
  });
}

type Issue = {
  code?: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
  issues?: { message: string }[];
};

// An issue about unknown members stands on the object; the members' names are what helps.
function describeIssue(issue: Issue): FieldError[] {
  if (issue.code === "unrecognized_keys" && issue.keys)
    return issue.keys.map((key) => ({ field: key.slice(0, 100), message: "is not known" }));
  // What is wrong with the name of a record's member stands inside; outside it is only "Invalid key in record".
  const [inner] = issue.code === "invalid_key" ? (issue.issues ?? []) : [];
  return [{ field: issue.path.join(".") || "body", message: (inner ?? issue).message }];
}
