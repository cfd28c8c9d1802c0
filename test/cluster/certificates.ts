import { existsSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "../setup/command";

export interface Certificate {
  /** The file's name. */
  readonly name: string;
  /** A client's user. */
  readonly commonName: string;
  /** A client's groups. */
  readonly organization?: readonly string[];
  /** Addresses and names that a server answers to. */
  readonly hosts?: readonly string[];
}

/** Makes certificates, signed by the authority in the folder, which is made when it is missing. */
export async function makeCertificates(
  program: string,
  folder: string,
  certificates: readonly Certificate[],
): Promise<void> {
  await mustRun(program, ["certificates", folder], { input: JSON.stringify(certificates) });
}

export interface CertificateFiles {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

export function certificateFiles(folder: string, name: string): CertificateFiles {
  const authority = join(folder, "ca.crt");
  if (!existsSync(authority)) throw new Error(`there is no authority in ${folder}`);
  return { authority, certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
}
