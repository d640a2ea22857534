/** The password of every account of the end-to-end tests: one that no log may hold. */
export const PASSWORD = "correct horse battery";
