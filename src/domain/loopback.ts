const LOOPBACK = /^((.+\.)?localhost|127\.[\d.]+|\[?::1\]?)$/;

/** Whether a host, as it stands in a URL or alone, is this machine: what goes there crosses no network. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);
