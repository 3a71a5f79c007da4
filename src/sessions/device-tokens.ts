import { type KeyObject, createHmac, randomUUID, timingSafeEqual } from "node:crypto";

const DAY_MS = 86_400_000;
/** From a device's newest sign-in on. */
const LIFE_DAYS = 180;
export const DEVICE_LIFE_SECONDS = LIFE_DAYS * 86_400;
const MAC_CHARACTERS = 43;
const TOKEN = new RegExp(String.raw`^(\d{1,6})\.([\da-f-]{36})\.([\w-]{${MAC_CHARACTERS}})$`);

/**
 * A token by which a device on which somebody signed in is known again (OWASP, device cookies): strangers who try
 * passwords for his address do not slow him down there. It opens nothing.
 */
export const mintDeviceToken = (
  key: KeyObject,
  device: { emailNormalised: string; deviceId: string | null; nowMs: number },
): string => {
  const day = String(Math.floor(device.nowMs / DAY_MS));
  const deviceId = device.deviceId ?? randomUUID();
  return `${day}.${deviceId}.${macOf(key, day, deviceId, device.emailNormalised)}`;
};

/** The id of the device, when the token is one of ours, for this address, and not too old; null otherwise. */
export function readDeviceToken(
  key: KeyObject,
  token: string,
  { emailNormalised, nowMs }: { emailNormalised: string; nowMs: number },
): string | null {
  const [, day = "", deviceId = "", mac = ""] = TOKEN.exec(token) ?? [];
  const expected = macOf(key, day, deviceId, emailNormalised);
  if (mac === "" || !timingSafeEqual(Buffer.from(mac), Buffer.from(expected))) return null;
  return nowMs / DAY_MS - Number(day) > LIFE_DAYS ? null : deviceId;
}

const macOf = (key: KeyObject, day: string, deviceId: string, emailNormalised: string): string =>
  createHmac("sha256", key).update([day, deviceId, emailNormalised].join("\n")).digest("base64url");
