import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun } from "../../../../test/setup";

interface TestCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** A certificate that signs itself, made by OpenSSL: its names, and a serial number to tell a renewal by. */
async function testCertificate(names: readonly string[], serial: number): Promise<TestCertificate> {
  const folder = mkdtempSync(join(tmpdir(), "anew-certificate-"));
  try {
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    await mustRun("openssl", [
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
      ],
      ...["-set_serial", String(serial), "-subj", `/CN=${names[0]}`, "-keyout", key, "-out", certificate],
      ...["-addext", `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`],
    ]);
    return { certificate: readFileSync(certificate, "utf8"), privateKey: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export type { TestCertificate };
export { testCertificate };
