import type { ProviderSettings } from "../email-config.ts";
import { createHttpApi } from "./http-api.ts";
import type { Provider } from "./provider.ts";

/** Opens the providers in the order they are asked in. */
export const openProviders = (settings: readonly ProviderSettings[]): Provider[] =>
  settings.map(openProvider);

function openProvider(settings: ProviderSettings): Provider {
  const { name, type } = settings;
  if (type !== "http") throw new Error(`${name} is not there yet`);
  return {
    name,
    send: createHttpApi({ apiUrl: settings.EMAIL_API_URL, apiKey: settings.EMAIL_API_KEY }),
    quota: settings.EMAIL_API_QUOTA ?? null,
    close: () => {},
  };
}
