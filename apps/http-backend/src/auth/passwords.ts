import bcrypt from "bcrypt";

/** bcrypt reads no further; see `newPasswordSchema`. */
const MAX_PASSWORD_BYTES = 72;

/** Hashes and checks passwords with bcrypt, off the main thread. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * Whether a password belongs to a hash. Without a hash (no such user) it takes as long and says no.
   */
  matches(password: string, hash: string | undefined): Promise<boolean>;
}

/** @param cost bcrypt's cost: 2^cost rounds */
export async function createPasswords(cost: number): Promise<Passwords> {
  const nobodysHash = await bcrypt.hash("nobody's password", cost);
  return {
    hash: (password) => bcrypt.hash(password, cost),
    async matches(password, hash) {
      const isSame = await bcrypt.compare(password, hash ?? nobodysHash);
      return isSame && hash !== undefined && Buffer.byteLength(password) <= MAX_PASSWORD_BYTES;
    },
  };
}
