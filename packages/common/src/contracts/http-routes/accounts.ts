import {
  changePasswordSchema,
  loginResponseSchema,
  loginSchema,
  logoutResponseSchema,
  meResponseSchema,
  signupResponseSchema,
  signupSchema,
} from "../auth.js";
import { ADA, SIGNED_IN } from "../examples.js";
import { type HttpLimits, type HttpRoute, jsonContent } from "../http-route.js";

const PASSWORD = "password123";
const IN_ACCOUNTS = { group: "Accounts", readsBody: true, canFail: true } as const;

/** `/auth` */
export function createAccountRoutes({ authAttemptsPerMinute }: HttpLimits): HttpRoute[] {
  const attempts =
    authAttemptsPerMinute === 0
      ? "Attempts are not limited on this instance."
      : `At most ${authAttemptsPerMinute} attempts a minute of one address (IPv6: one /64), and of one account, counted together with those to sign up, to log in and to change a password.`;
  return [
    {
      ...IN_ACCOUNTS,
      id: "signUp",
      method: "POST",
      path: "/api/v1/auth/signup",
      summary: "Create an account",
      description: attempts,
      access: "anyone",
      body: jsonContent(signupSchema, { email: ADA.email, password: PASSWORD, name: ADA.name }),
      answers: {
        201: {
          description: "The account. It is not signed in yet.",
          content: jsonContent(signupResponseSchema, { success: true, data: ADA }),
        },
      },
      refusals: ["EMAIL_TAKEN", "RATE_LIMITED"],
    },
    {
      ...IN_ACCOUNTS,
      id: "logIn",
      method: "POST",
      path: "/api/v1/auth/login",
      summary: "Begin a session",
      description: `${attempts} An address from which the account has been logged in to within 30 days is counted apart. An account has at most 100 open sessions: a login beyond that ends the oldest.`,
      access: "anyone",
      body: jsonContent(loginSchema, { email: ADA.email, password: PASSWORD }),
      answers: {
        200: {
          description: "A token of a new session.",
          content: jsonContent(loginResponseSchema, SIGNED_IN),
        },
      },
      refusals: ["INVALID_CREDENTIALS", "RATE_LIMITED"],
    },
    {
      ...IN_ACCOUNTS,
      id: "getMe",
      method: "GET",
      path: "/api/v1/auth/me",
      summary: "Who is signed in",
      access: "signed in",
      answers: {
        200: {
          description: "The account, and the session of the token.",
          content: jsonContent(meResponseSchema, {
            success: true,
            data: {
              user: { ...ADA, isAdmin: false },
              session: {
                id: "019a3b2c-6e00-7a11-8a22-5c6d7e8f9012",
                expiresAt: SIGNED_IN.data.expiresAt,
              },
            },
          }),
        },
      },
    },
    {
      ...IN_ACCOUNTS,
      id: "refreshSession",
      method: "POST",
      path: "/api/v1/auth/refresh",
      summary: "Let the session live on",
      description:
        "A newer token of the same session; the older ones are good until they expire by themselves. No session lives longer after its login than the service is configured for.",
      access: "signed in",
      answers: {
        200: {
          description: "A newer token of the session.",
          content: jsonContent(loginResponseSchema, SIGNED_IN),
        },
      },
    },
    {
      ...IN_ACCOUNTS,
      id: "changePassword",
      method: "PUT",
      path: "/api/v1/auth/password",
      summary: "Change the password",
      description: `Ends every session of the account, on every service and with its sockets, and begins a new one. ${attempts}`,
      access: "signed in",
      body: jsonContent(changePasswordSchema, {
        currentPassword: PASSWORD,
        newPassword: "correct horse battery staple",
      }),
      answers: {
        200: {
          description: "A token of the new session.",
          content: jsonContent(loginResponseSchema, SIGNED_IN),
        },
      },
      refusals: ["INVALID_CREDENTIALS", "RATE_LIMITED"],
    },
    {
      ...IN_ACCOUNTS,
      id: "logOut",
      method: "POST",
      path: "/api/v1/auth/logout",
      summary: "End the session",
      description: "At once and on every service; its sockets close.",
      access: "signed in",
      answers: {
        200: {
          description: "The session has ended.",
          content: jsonContent(logoutResponseSchema, { success: true, data: null }),
        },
      },
    },
  ];
}
