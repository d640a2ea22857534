/** Linux error numbers that filters answer with; the same on x86-64 and arm64. */
export const EPERM = 1;
export const ENOENT = 2;
export const EAGAIN = 11;
export const ENOMEM = 12;
export const EINVAL = 22;
export const ENOTTY = 25;
export const EROFS = 30;
export const ENOSYS = 38;
