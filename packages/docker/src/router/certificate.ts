import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { CERTIFICATES_PATH } from "./layout";
import { RouterError } from "./router-error";

/** A certificate with its key, as it lies in the volume. */
interface RouterCertificate {
  /** Made from the names that it holds: a renewal has the same, and takes the old one's place. */
  readonly path: string;
  readonly names: readonly string[];
  /** Certificates, then the key. */
  readonly pem: string;
}

/** @throws RouterError for what is no PEM, a key that belongs to another certificate, or no name; it shows no secret */
function parseCertificate(at: string, certificate: string, privateKey: string): RouterCertificate {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(certificate);
  } catch {
    throw new RouterError(
      "input",
      `${at}.certificate: expected a certificate in PEM (-----BEGIN CERTIFICATE-----)`,
    );
  }
  let fits: boolean;
  try {
    fits = parsed.checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    throw new RouterError("input", `${at}.privateKey: expected a private key in PEM, without a passphrase`);
  }
  if (!fits) throw new RouterError("input", `${at}.privateKey: is not the key of its certificate`);
  const names = namesOf(parsed);
  if (names.length === 0) throw new RouterError("input", `${at}.certificate: holds no host name`);
  const id = createHash("sha256").update(names.join("\n")).digest("hex").slice(0, 32);
  const pem = [certificate, privateKey].map((part) => part.trim()).join("\n");
  return { path: `${CERTIFICATES_PATH}/${id}.pem`, names, pem: `${pem}\n` };
}

/** The host names of a certificate: its alternative names or, without any, its common name. */
function namesOf(certificate: X509Certificate): string[] {
  const alternative = (certificate.subjectAltName ?? "")
    .split(", ")
    .filter((one) => one.startsWith("DNS:"))
    .map((one) => one.slice("DNS:".length).toLowerCase());
  const common = /(?:^|\n)CN=([^\n]+)/.exec(certificate.subject)?.[1]?.toLowerCase();
  const names = alternative.length > 0 || common === undefined ? alternative : [common];
  return [...new Set(names)].sort();
}

/** @throws RouterError with the first problem, or when two hold the same names */
function parseCertificates(
  given: readonly { readonly certificate: string; readonly privateKey: string }[],
): RouterCertificate[] {
  const parsed = given.map((one, i) =>
    parseCertificate(`certificates[${i}]`, one.certificate, one.privateKey),
  );
  parsed.forEach((one, i) => {
    const first = parsed.findIndex((other) => other.path === one.path);
    if (first === i) return;
    throw new RouterError(
      "input",
      `certificates[${i}]: holds the same names as certificates[${first}] (${one.names.join(", ")}); keep one of them`,
    );
  });
  return parsed;
}

export type { RouterCertificate };
export { parseCertificates };
