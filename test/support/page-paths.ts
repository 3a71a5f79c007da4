import { randomUUID } from "node:crypto";
import { pageRoutes } from "../../src/pages/routes.ts";
import { type Person, newPerson } from "./client.ts";
import type { TestService } from "./service.ts";

/** Where the pages are, and where their forms are posted: new ones are among them by themselves. */
export function pathsOfPages({ resources }: Pick<TestService, "resources">): {
  pages: string[];
  forms: string[];
} {
  const { router, formPaths } = pageRoutes(resources);
  const got = router.routes.filter(({ method, path }) => method === "GET" && !/[:*]/.test(path));
  return { pages: [...new Set(got.map(({ path }) => path))], forms: [...formPaths] };
}

/** What any form of a page asks for, as somebody would fill it in: whichever it is sent to would do something. */
export const anyFields = ({ email, password }: Person): Record<string, string> => ({
  email,
  password,
  username: `u-${randomUUID().slice(0, 20)}`,
  locale: "de",
  current_password: password,
  new_password: newPerson().password,
  new_email: newPerson().email,
  email_password: password,
  code: "12345678",
  token: "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE",
  id: randomUUID(),
  confirmed: "yes",
  deletion_password: password,
});
