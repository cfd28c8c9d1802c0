import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where Docker keeps the certificate authorities of single registries. */
const CERTIFICATE_FOLDER = "/etc/docker/certs.d";

/**
 * The certificate authorities for a registry: Node's, and those that the user gave to Docker for it.
 * Undefined when Docker has none for it.
 * @see https://docs.docker.com/engine/security/certificates/
 */
function certificateAuthorities(
  host: string,
  folder: string = CERTIFICATE_FOLDER,
): readonly string[] | undefined {
  try {
    const place = join(folder, host);
    const names = readdirSync(place).filter((name) => name.endsWith(".crt"));
    if (names.length === 0) return undefined;
    const { rootCertificates } = require("node:tls") as typeof import("node:tls");
    return [...rootCertificates, ...names.map((name) => readFileSync(join(place, name), "utf8"))];
  } catch {
    return undefined;
  }
}

export { certificateAuthorities };
