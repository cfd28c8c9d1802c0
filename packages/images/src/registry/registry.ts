import { createHash } from "node:crypto";
import { type ImageReference, isImageId } from "@anew/core";
import type { HttpAnswer } from "./http";
import { askRepository, type RepositoryAccess, refusal } from "./repository-access";

const MANIFEST_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** What is asked of a registry. */
interface ManifestQuestion extends Omit<RepositoryAccess, "name"> {
  /** A tag or a digest. */
  readonly reference: string;
}

/**
 * The digest that a registry has under a tag or a digest; undefined when it has none.
 *
 * @throws RegistryError when it cannot be asked or refuses
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#checking-if-content-exists-in-the-registry
 */
async function manifestDigest(question: ManifestQuestion): Promise<string | undefined> {
  const head = await ask(question, "HEAD");
  if (head.status === 404) return undefined;
  const digest = head.headers["docker-content-digest"];
  if (typeof digest === "string" && isImageId(digest)) return digest;
  // Some registries send no digest with a HEAD: it is the hash of the manifest's bytes.
  const { status, body } = await ask(question, "GET");
  return status === 404 ? undefined : `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

async function ask(question: ManifestQuestion, method: "HEAD" | "GET"): Promise<HttpAnswer> {
  const { registry, repository, reference } = question;
  const name = `${registry}/${repository}${reference.includes(":") ? "@" : ":"}${reference}`;
  const access = { ...question, name };
  const answer = await askRepository(access, `manifests/${reference}`, {
    method,
    headers: { accept: MANIFEST_TYPES },
  });
  if (answer.status === 200 || answer.status === 404) return answer;
  throw refusal(access, answer);
}

/** A question about a reference as users write it. A reference without a tag means `latest`. */
function questionAbout({ registry, repository, tag, digest }: ImageReference): ManifestQuestion {
  return { registry, repository, reference: digest ?? tag ?? "latest" };
}

export type { ManifestQuestion };
export { manifestDigest, questionAbout };
