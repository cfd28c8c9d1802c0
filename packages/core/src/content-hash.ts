import { createHash, type Hash } from "node:crypto";
import { isWellFormed } from "./well-formed";

/**
 * SHA-256 over named fields. Every name and every value is preceded by its length (8 bytes, big-endian), so
 * that no two lists of fields become the same bytes by moving a byte from one field to the next.
 */
export class ContentHash {
  readonly #hash: Hash = createHash("sha256");

  /** @param domain what is hashed, with the version of its format: `anew/image/1` */
  constructor(domain: string) {
    this.#frame(domain);
  }

  /**
   * Adds a field. The order of fields counts. Text is hashed as UTF-8.
   *
   * @throws TypeError for text with half a surrogate pair, which has no UTF-8
   */
  field(name: string, value: string | Uint8Array): this {
    this.#frame(name);
    this.#frame(value);
    return this;
  }

  /** 64 hexadecimal digits. Nothing can be added afterwards. */
  digest(): string {
    return this.#hash.digest("hex");
  }

  #frame(value: string | Uint8Array): void {
    if (typeof value === "string" && !isWellFormed(value)) {
      throw new TypeError("content hash: got text with half a surrogate pair, which has no UTF-8");
    }
    const bytes = typeof value === "string" ? Buffer.from(value, "utf8") : value;
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(bytes.byteLength));
    this.#hash.update(length).update(bytes);
  }
}
