import { z } from "zod";
import {
  emailSchema,
  idSchema,
  newPasswordSchema,
  personNameSchema,
  timeSchema,
} from "./fields.js";

/** `POST /auth/signup` */
export const signupSchema = z.object({
  email: emailSchema,
  password: newPasswordSchema,
  name: personNameSchema,
});
export type SignupInput = z.infer<typeof signupSchema>;

/** `POST /auth/login`. The password is only bounded: what is wrong with it must not be told. */
export const loginSchema = z.object({
  email: emailSchema,
  password: z.string().min(1, "must not be empty").max(1024),
});
export type LoginInput = z.infer<typeof loginSchema>;

/** `PUT /auth/password`. As in a login, the current password is only bounded. */
export const changePasswordSchema = z
  .object({ currentPassword: loginSchema.shape.password, newPassword: newPasswordSchema })
  .refine(({ currentPassword, newPassword }) => newPassword !== currentPassword, {
    path: ["newPassword"],
    error: "must be another than the current one",
  });
export type ChangePasswordInput = z.infer<typeof changePasswordSchema>;

/** A user as the account's owner sees it. */
export const accountSchema = z.object({ id: idSchema, email: z.string(), name: z.string() });
export type Account = z.infer<typeof accountSchema>;

/** Answer to `POST /auth/signup` (201). */
export const signupResponseSchema = z.object({
  success: z.literal(true),
  data: accountSchema,
});
export type SignupResponse = z.infer<typeof signupResponseSchema>;

/** Answer to `POST /auth/login`, `POST /auth/refresh` and `PUT /auth/password` (200). */
export const loginResponseSchema = z.object({
  success: z.literal(true),
  data: z.object({
    token: z.string().describe("A JWT, for `Authorization: Bearer` and for sockets."),
    expiresAt: timeSchema,
    user: accountSchema,
  }),
});
export type LoginResponse = z.infer<typeof loginResponseSchema>;

/** Answer to `GET /auth/me` (200). `isAdmin` says who may open `/admin/queues`. */
export const meResponseSchema = z.object({
  success: z.literal(true),
  data: z.object({
    user: accountSchema.extend({ isAdmin: z.boolean() }),
    session: z.object({ id: idSchema, expiresAt: timeSchema }),
  }),
});
export type MeResponse = z.infer<typeof meResponseSchema>;

/** Answer to `POST /auth/logout` (200). */
export const logoutResponseSchema = z.object({ success: z.literal(true), data: z.null() });
export type LogoutResponse = z.infer<typeof logoutResponseSchema>;
