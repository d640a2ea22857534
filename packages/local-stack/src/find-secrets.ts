/** Shorter ones would be found in words that are none of them. */
const MIN_SECRET_LENGTH = 8;
/** What of a line is told: enough to find where it was written. */
const MAX_LINE_LENGTH = 500;

/** A JSON Web Token: header and payload are JSON objects in base64url, which begin like this. */
const TOKEN = /eyJ[\w-]{4,}\.[\w-]{4,}\.[\w-]{4,}/g;
/** What bcrypt makes of a password. */
const PASSWORD_HASH = /\$2[aby]\$\d\d\$[./\w]{53}/g;

/**
 * The lines of a log that hold one of the secrets, as it is, percent-encoded or in base64, or anything that looks like
 * a token or a hashed password. The secrets themselves are left out of them: who reads a failed run need not know.
 *
 * @throws when a secret is too short to be looked for
 */
export function findSecrets(text: string, secrets: readonly string[]): string[] {
  const forms = secrets.flatMap(formsOf);
  return text.split("\n").flatMap((line) => {
    const hidden = forms
      .reduce((rest, form) => rest.replaceAll(form, "[SECRET]"), line)
      .replaceAll(TOKEN, "[TOKEN]")
      .replaceAll(PASSWORD_HASH, "[PASSWORD HASH]");
    return hidden === line ? [] : [hidden.slice(0, MAX_LINE_LENGTH)];
  });
}

function formsOf(secret: string): string[] {
  if (secret.length < MIN_SECRET_LENGTH)
    throw new Error(`a secret of ${secret.length} characters is too short to be looked for`);
  const base64 = Buffer.from(secret).toString("base64url");
  return [secret, encodeURIComponent(secret), base64];
}
