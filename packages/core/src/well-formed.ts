/** Whether text has a UTF-8 form, that is, holds no half surrogate pair. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
