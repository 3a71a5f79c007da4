/** Plain letters only: two names that look alike are the same name. */
export const USERNAME = /^[A-Za-z\d][\w.-]{2,31}$/;

/** What makes a username unique. */
export const normaliseUsername = (username: string): string => username.toLowerCase();
