import { z } from "zod";
import { origins, splitList } from "./config-values.ts";

const RETURN_URLS_MAX = 20;

/** Addresses that a browser may be sent to, each exactly as it is to be. */
const returnUrls = (): z.ZodType<readonly string[], string | undefined> =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      const given = text === undefined ? [] : splitList(text);
      if (given.length > RETURN_URLS_MAX) context.addIssue(`are more than ${RETURN_URLS_MAX}`);
      for (const [i, address] of given.entries()) {
        const url = URL.parse(address);
        const isExact = url?.href === address && /^https?:$/.test(url.protocol);
        if (!isExact || url.username !== "" || url.password !== "")
          context.addIssue(
            `number ${i + 1} is no address, such as https://shop.test/after-sign-in`,
          );
      }
      return given;
    });

/** The variables about the web pages and their cookies. */
export const PAGE_VARIABLES = {
  // plain: for a developer's machine, where browsers keep no Secure cookie over http.
  COOKIES: z.enum(["secure", "plain"]).default("secure"),
  // Where the pages are reached besides PUBLIC_URL.
  PAGE_ORIGINS: origins(),
  // Where a sign-in may lead to, besides the pages themselves.
  RETURN_URLS: returnUrls(),
};
