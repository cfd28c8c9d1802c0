import { parseRepository } from "@anew/core";
import type { Connection } from "./connection";
import type { ImageContentArgs } from "./content-args";
import { ContextChanged } from "./context/staged-context";
import { type BuildDefinition, readDefinition } from "./definition/definition";
import { buildImage } from "./docker/build-image";
import type { BuildSecrets } from "./docker/build-secrets";
import { findByTag, findLocal, localTag } from "./docker/local-image";
import { pushImage } from "./docker/push-image";
import { isSimulated, simulateBuild, simulatedReference } from "./docker/simulated-image";
import { ImageError } from "./image-error";
import { movedBases } from "./lock/moved-bases";
import { asDockerWould } from "./registry/insecure-registries";
import { requirePushPermission } from "./registry/push-permission";
import { manifestDigest } from "./registry/registry";
import { takeTurns } from "./take-turns";

/** What is wanted: an image of this content, in a repository or in the local daemon. */
interface ImageRequest extends ImageContentArgs {
  readonly name: string;
  readonly contentHash: string;
  readonly repository?: string;
  readonly connection: Connection;
  readonly secrets: BuildSecrets;
  /** For the build, and for the push. */
  readonly timeoutMs: number;
  readonly report: (message: string) => void;
  /** Something that the user should know and that stops nothing. */
  readonly warn: (message: string) => void;
}

interface EnsuredImage {
  /** `repository@sha256:…`, or the image's id in the daemon. */
  readonly reference: string;
  /** Whether it was there already. */
  readonly reused: boolean;
}

/**
 * The image, found or else built. Nothing is pulled, built or pushed when it is there. Two resources of one
 * program that want the same content take turns, so that the second finds what the first has built.
 *
 * @throws ImageError that says what does not work: the registry, the daemon, the build
 */
async function ensureImage(request: ImageRequest): Promise<EnsuredImage> {
  return takeTurns(JSON.stringify([request.connection, request.contentHash]), () => ensureNow(request));
}

async function ensureNow(request: ImageRequest): Promise<EnsuredImage> {
  if (isSimulated(request.connection)) {
    const reference = simulatedReference(request.contentHash, request.repository);
    const reused = !simulateBuild(request.connection, reference);
    if (!reused) request.report("simulated: nothing is really built");
    return { reference, reused };
  }
  return request.repository === undefined
    ? ensureLocal(request)
    : ensureInRepository(request, request.repository);
}

async function ensureLocal(request: ImageRequest): Promise<EnsuredImage> {
  const { connection, contentHash } = request;
  const tag = localTag(request.name, contentHash);
  const found = await findLocal(connection, tag, contentHash);
  if (found !== undefined) return { reference: found, reused: true };
  await build(request, tag, "load");
  return { reference: await requireBuilt(request, tag), reused: false };
}

async function ensureInRepository(request: ImageRequest, repository: string): Promise<EnsuredImage> {
  const { contentHash, connection } = request;
  const place = parseRepository(repository);
  const question = { ...place, reference: contentHash, rights: "pull,push" as const };
  const lookUp = () =>
    asDockerWould(place.registry, connection, (how) => manifestDigest({ ...question, ...how }));
  const found = await lookUp();
  if (found !== undefined) return { reference: `${repository}@${found}`, reused: true };
  await asDockerWould(place.registry, connection, (how) => requirePushPermission({ ...place, ...how }));
  try {
    await publish(request, `${repository}:${contentHash}`);
  } catch (error) {
    // Somebody else may have pushed the same content meanwhile, and the registry lets no tag be written twice.
    const theirs = await lookUp().catch(() => undefined);
    if (theirs === undefined) throw error;
    return { reference: `${repository}@${theirs}`, reused: true };
  }
  const digest = await lookUp();
  if (digest === undefined) throw lost(repository, contentHash);
  return { reference: `${repository}@${digest}`, reused: false };
}

async function publish(request: ImageRequest, tag: string): Promise<void> {
  const { connection, contentHash, timeoutMs, report } = request;
  if ((request.platforms ?? []).length > 1) return build(request, tag, "push");
  // It may be there: built for another repository, or before a push that failed.
  if ((await findLocal(connection, tag, contentHash)) === undefined) await build(request, tag, "load");
  await requireBuilt(request, tag);
  await pushImage({ connection, tag, timeoutMs, report });
}

function lost(repository: string, tag: string): ImageError {
  return new ImageError({
    property: "repository",
    given: `${repository}:${tag}`,
    expected: "a registry that keeps what was pushed to it",
    fix: "see its own log, then try again",
  });
}

async function requireBuilt({ connection, contentHash }: ImageRequest, tag: string): Promise<string> {
  const id = await findByTag(connection, tag, contentHash);
  if (id !== undefined) return id;
  throw new ImageError({
    property: "connection",
    given: connection.host,
    expected: `a builder that hands ${tag} to its daemon`,
    fix: "see docker buildx ls: the builder and the daemon must belong together",
  });
}

async function build(request: ImageRequest, tag: string, output: "load" | "push"): Promise<void> {
  const { connection, secrets, timeoutMs, report } = request;
  const definition = unchangedDefinition(request);
  const moved = movedBases(definition, connection);
  try {
    await buildImage({ definition, connection, tag, output, secrets, timeoutMs, report });
  } catch (error) {
    throw error instanceof ContextChanged ? changed(request) : error;
  } finally {
    for (const note of await moved) request.warn(note);
  }
}

/** What is on the disk now, which must still be what the program hashed. */
function unchangedDefinition(request: ImageRequest): BuildDefinition {
  const definition = readDefinition(request, `ImageBuild ${request.name}`);
  if (definition.contentHash !== request.contentHash) throw changed(request);
  return definition;
}

function changed({ context }: ImageRequest): ImageError {
  return new ImageError({
    property: "context",
    given: context,
    expected: "files that stay as they are during an update",
    fix: "run the update again; exclude what changes by itself in .dockerignore",
  });
}

export type { EnsuredImage, ImageRequest };
export { ensureImage };
