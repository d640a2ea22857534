import { httpEnv, tokenEnv } from "@workspace/common/env";

/** What is read by commands that need PostgreSQL and Redis. */
export const backendsEnv = {
  DATABASE_URL: httpEnv.DATABASE_URL,
  REDIS_URL: httpEnv.REDIS_URL,
  REDIS_HOST: httpEnv.REDIS_HOST,
  REDIS_PORT: httpEnv.REDIS_PORT,
  REDIS_PASSWORD: httpEnv.REDIS_PASSWORD,
};

/** What is read to put a job into the queue. */
export const queueEnv = {
  JOB_ATTEMPTS: httpEnv.JOB_ATTEMPTS,
  JOB_BACKOFF_MS: httpEnv.JOB_BACKOFF_MS,
};

/** What is read to keep a password. */
export const passwordEnv = { BCRYPT_COST: httpEnv.BCRYPT_COST };

/** What is read to change the secret of tokens. */
export const secretEnv = {
  ...tokenEnv,
  NODE_ENV: httpEnv.NODE_ENV,
  JWT_EXPIRES_IN: httpEnv.JWT_EXPIRES_IN,
};
