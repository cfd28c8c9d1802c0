import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import { mustRun } from "../setup";

/** An npm registry on 127.0.0.1 that holds packed packages, so that a program depends on them as if they were published. */
export interface PackageRegistry {
  readonly url: string;
  close(): Promise<void>;
}

/** What a registry tells of a package, as far as the package managers ask. */
interface Packument {
  readonly name: string;
  readonly "dist-tags": { readonly latest: string };
  readonly versions: Readonly<Record<string, object>>;
}

/** @param tarballs what `pnpm pack` wrote */
export async function startPackageRegistry(tarballs: readonly string[]): Promise<PackageRegistry> {
  const packuments = new Map<string, (url: string) => Packument>();
  const files = new Map<string, Buffer>();
  for (const tarball of tarballs) {
    const content = readFileSync(tarball);
    const manifest = JSON.parse(await mustRun("tar", ["-xzOf", tarball, "package/package.json"]));
    files.set(`/-/${basename(tarball)}`, content);
    packuments.set(manifest.name, (url) => packument(manifest, `${url}/-/${basename(tarball)}`, content));
  }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    const file = files.get(path);
    if (file !== undefined) {
      response.end(file);
      return;
    }
    const answer = packuments.get(path.slice(1));
    response.statusCode = answer === undefined ? 404 : 200;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer?.(url) ?? { error: "not found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, close };
}

function packument(
  manifest: { readonly name: string; readonly version: string },
  tarball: string,
  content: Buffer,
): Packument {
  const digest = (algorithm: string) => createHash(algorithm).update(content);
  const dist = {
    tarball,
    shasum: digest("sha1").digest("hex"),
    integrity: `sha512-${digest("sha512").digest("base64")}`,
  };
  const { name, version } = manifest;
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
