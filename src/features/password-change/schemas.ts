import { z } from "@hono/zod-openapi";
import { givenPasswordSchema, newPasswordSchema } from "../../http/credential-schemas.ts";

// oxlint-disable-next-line typescript/explicit-function-return-type -- zod's inferred type is the type
export const passwordChangeSchema = (passwordMin: number) =>
  z
    .strictObject({
      current_password: givenPasswordSchema,
      new_password: newPasswordSchema(passwordMin),
    })
    // Whoever changes it because somebody knows it would be no safer. It tells nothing: both came from him.
    .refine((change) => change.current_password !== change.new_password, {
      path: ["new_password"],
      message: "must not be the current one",
    })
    .openapi("PasswordChange");
