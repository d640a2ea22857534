import { type Database, isUniqueViolation } from "./database.js";
import { newId } from "./new-id.js";

/** An account by which someone may do what belongs to no project. */
export interface Admin {
  id: string;
  email: string;
  name: string;
  createdAt: Date;
}

const ADMIN_FIELDS = { id: true, email: true, name: true, createdAt: true } as const;

/** All admins, the oldest account first. */
export async function listAdmins({ prisma }: Database): Promise<Admin[]> {
  return prisma.user.findMany({
    where: { isAdmin: true },
    orderBy: { id: "asc" },
    select: ADMIN_FIELDS,
  });
}

/** Whose account an e-mail address in lower case is; null when there is none. */
export async function findAccount(
  { prisma }: Database,
  email: string,
): Promise<(Admin & { isAdmin: boolean }) | null> {
  return prisma.user.findUnique({
    where: { email },
    select: { ...ADMIN_FIELDS, isAdmin: true },
  });
}

/**
 * Makes an account an admin's, or takes that from it. It holds from the next request on.
 *
 * @returns the account and whether anything has changed; null when there is none
 */
export async function setAdmin(
  { prisma }: Database,
  email: string,
  isAdmin: boolean,
): Promise<{ id: string; hasChanged: boolean } | null> {
  const user = await prisma.user.findUnique({ where: { email }, select: { id: true } });
  if (user === null) return null;
  const { count } = await prisma.user.updateMany({
    where: { id: user.id, isAdmin: !isAdmin },
    data: { isAdmin },
  });
  return { id: user.id, hasChanged: count === 1 };
}

/** @returns null when there is an account of that address by now */
export async function createAdmin(
  { prisma }: Database,
  account: { email: string; name: string; passwordHash: string },
): Promise<Admin | null> {
  try {
    return await prisma.user.create({
      data: { id: newId(), isAdmin: true, ...account },
      select: ADMIN_FIELDS,
    });
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}
