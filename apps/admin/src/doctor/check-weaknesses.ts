import type { TokenSecrets } from "@workspace/common/access-token";
import { MIN_SECRET_BYTES } from "@workspace/common/token-secrets";
import { type Finding, ok, warn } from "./finding.js";

const MIN_BCRYPT_COST = 10;
/** Of a secret that was typed rather than drawn. */
const MIN_DIFFERENT_CHARACTERS = 12;
const WELL_KNOWN = new Set(["workspace", "postgres", "password", "secret", "changeme", "admin"]);

/** What the environment says, parsed. */
export interface Settings {
  NODE_ENV: string;
  CORS_ORIGIN: string;
  TRUST_PROXY_HOPS: number;
  AUTH_RATE_LIMIT_PER_MINUTE: number;
  BCRYPT_COST: number;
  DATABASE_URL: string;
  REDIS_URL?: string | undefined;
  REDIS_PASSWORD?: string | undefined;
}

/**
 * What works and is easily broken into. Names no secret.
 *
 * @param userPassword PGPASSWORD, which counts where DATABASE_URL has none
 */
export function findWeaknesses(
  settings: Settings,
  secrets: TokenSecrets,
  userPassword: string | undefined,
): Finding[] {
  const isProduction = settings.NODE_ENV === "production";
  const findings = [
    ...findWeakSecrets(secrets),
    ...findWeakLogins(settings),
    ...(isProduction ? findOpenDoors(settings) : []),
  ];
  const password = new URL(settings.DATABASE_URL).password || userPassword;
  if (password !== undefined && WELL_KNOWN.has(password))
    findings.push(
      warn(
        "POSTGRES_PASSWORD",
        "one that everybody knows",
        "set another before anyone can reach it",
      ),
    );
  if (!isProduction)
    findings.push(ok("NODE_ENV", `${settings.NODE_ENV}: a public server needs production`));
  return findings;
}

function* findWeakSecrets({ current, previous, next }: TokenSecrets): Generator<Finding> {
  const size = Buffer.byteLength(current);
  const isTyped =
    new Set(current).size < MIN_DIFFERENT_CHARACTERS || /secret|password/i.test(current);
  if (size < MIN_SECRET_BYTES)
    yield warn("JWT_SECRET", `${size} bytes`, `use ${MIN_SECRET_BYTES} or more random bytes`);
  else if (isTyped) yield warn("JWT_SECRET", "does not look random", "rotate-jwt-secret draws one");
  else yield ok("JWT_SECRET", `${size} bytes`);
  if (previous !== undefined)
    yield warn(
      "JWT_SECRET_PREVIOUS",
      "still accepted",
      "drop it once its tokens have expired: rotate-jwt-secret --finish",
    );
  if (next !== undefined)
    yield warn(
      "JWT_SECRET_NEXT",
      "prepared",
      "go on with rotate-jwt-secret once all are restarted",
    );
}

function* findWeakLogins(settings: Settings): Generator<Finding> {
  const { AUTH_RATE_LIMIT_PER_MINUTE: limit, BCRYPT_COST: cost } = settings;
  yield limit === 0
    ? warn("AUTH_RATE_LIMIT_PER_MINUTE", "0: passwords can be guessed at will", "set a limit")
    : ok("AUTH_RATE_LIMIT_PER_MINUTE", String(limit));
  yield cost < MIN_BCRYPT_COST
    ? warn("BCRYPT_COST", String(cost), `use ${MIN_BCRYPT_COST} or more`)
    : ok("BCRYPT_COST", String(cost));
}

function* findOpenDoors(settings: Settings): Generator<Finding> {
  if (settings.CORS_ORIGIN.split(",").some((origin) => origin.trim() === "*"))
    yield warn("CORS_ORIGIN", "*: pages of every site may call", "name the origins of your pages");
  if (settings.TRUST_PROXY_HOPS === 0)
    yield warn(
      "TRUST_PROXY_HOPS",
      "0: right only where clients connect directly",
      "set it to the number of proxies in front, or all clients share one limit",
    );
  const redisPassword = settings.REDIS_URL
    ? new URL(settings.REDIS_URL).password
    : settings.REDIS_PASSWORD;
  if (redisPassword === undefined || redisPassword === "")
    yield warn("REDIS_PASSWORD", "none", "set one, or make sure that nobody else can reach Redis");
}
