import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { type Encryption, LockedError } from "./encryption";

/**
 * Pulumi's passphrase scheme: AES-256-GCM under a key from PBKDF2-SHA256 with 1,000,000 rounds. The salt's text,
 * `v1:<salt>:v1:<nonce>:<ciphertext of "pulumi">`, tells a wrong passphrase from a broken state.
 * @see https://www.pulumi.com/docs/iac/concepts/secrets/
 */
export class PassphraseEncryption implements Encryption {
  private key: Buffer | undefined;
  private salt: string | undefined;
  private unlocking: Promise<void> | undefined;

  /** @param salt - the salt's text from a checkpoint or a stack's configuration; a new one when absent */
  constructor(
    private readonly passphrase: string,
    salt?: string,
  ) {
    this.salt = salt;
  }

  /** Takes over the salt of a state that was read. */
  useSalt(salt: string): void {
    if (this.salt === salt) return;
    this.salt = salt;
    this.key = undefined;
    this.unlocking = undefined;
  }

  unlock(): Promise<void> {
    this.unlocking ??= this.deriveKey();
    return this.unlocking;
  }

  encrypt(plaintext: string): string {
    if (!this.key) throw new LockedError();
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
    const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  }

  decrypt(ciphertext: string): string {
    if (!this.key) throw new LockedError();
    const [version, nonce, text] = ciphertext.split(":");
    if (version !== "v1" || !nonce || !text)
      throw new Error("a secret in the state is not in the form v1:nonce:text");
    const sealed = Buffer.from(text, "base64");
    const cipher = createDecipheriv("aes-256-gcm", this.key, Buffer.from(nonce, "base64"));
    cipher.setAuthTag(sealed.subarray(-16));
    try {
      return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString("utf8");
    } catch {
      throw new Error("the secret was encrypted with another passphrase or salt, or its text was changed");
    }
  }

  description() {
    return this.salt === undefined ? undefined : { type: "passphrase", state: { salt: this.salt } };
  }

  private async deriveKey(): Promise<void> {
    if (this.salt === undefined) {
      const fresh = await freshKey(this.passphrase);
      this.key = fresh.key;
      this.salt = `v1:${fresh.salt.toString("base64")}:${this.encrypt("pulumi")}`;
      return;
    }
    const [version, salt, ...check] = this.salt.split(":");
    if (version !== "v1" || !salt || check.length !== 3) {
      throw new Error("the encryption salt of the stack is not in the form v1:salt:v1:nonce:text");
    }
    this.key = await passphraseKey(this.passphrase, Buffer.from(salt, "base64"));
    try {
      if (this.decrypt(check.join(":")) === "pulumi") return;
    } catch {
      // Reported below: whatever is wrong with the check, the passphrase does not open it.
    }
    this.key = undefined;
    throw new Error(
      this.passphrase === ""
        ? "incorrect passphrase: the secrets of this stack are encrypted with one, and none is given: set " +
            "PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE"
        : "incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE to the one this stack was created with",
    );
  }
}

const derive = promisify(pbkdf2);
const keys = new Map<string, Promise<Buffer>>();

/** One derivation takes a third of a second, so each is done once in a process. */
function passphraseKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  const name = `${salt.toString("base64")}:${passphrase}`;
  let key = keys.get(name);
  if (!key) {
    key = derive(passphrase, salt, 1_000_000, 32, "sha256");
    keys.set(name, key);
  }
  return key;
}

const freshSalts = new Map<string, Buffer>();

/** A key for a stack without a salt. Stacks made by one process with one passphrase share the salt. */
async function freshKey(passphrase: string): Promise<{ salt: Buffer; key: Buffer }> {
  const salt = freshSalts.get(passphrase) ?? randomBytes(8);
  freshSalts.set(passphrase, salt);
  return { salt, key: await passphraseKey(passphrase, salt) };
}

/** The passphrase that the environment gives; empty when it gives none. */
export function passphraseFromEnvironment(
  environment: NodeJS.ProcessEnv,
  readFile: (path: string) => string,
): string {
  const given = environment.PULUMI_CONFIG_PASSPHRASE;
  if (given !== undefined) return given;
  const file = environment.PULUMI_CONFIG_PASSPHRASE_FILE;
  if (!file) return "";
  try {
    return readFile(file).trim();
  } catch (error) {
    throw new Error(`PULUMI_CONFIG_PASSPHRASE_FILE: ${file} cannot be read: ${(error as Error).message}`);
  }
}
