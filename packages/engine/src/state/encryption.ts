/** Encrypts what is secret in a checkpoint. */
export interface Encryption {
  /** Makes the two below usable. @throws Error on a wrong passphrase */
  unlock(): Promise<void>;
  /** @throws LockedError before {@link unlock} */
  encrypt(plaintext: string): string;
  /** @throws LockedError before {@link unlock} */
  decrypt(ciphertext: string): string;
  /** What a checkpoint records under `secrets_providers`; undefined while nothing had to be encrypted. */
  description(): { readonly type: string; readonly state: unknown } | undefined;
}

/** The key is not there yet: `unlock` first. */
export class LockedError extends Error {
  constructor() {
    super("the secrets of this stack are not unlocked");
    this.name = "LockedError";
  }
}
