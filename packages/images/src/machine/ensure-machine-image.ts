import { setTimeout as delay } from "node:timers/promises";
import { formatDuration } from "@anew/core";
import { ContextChanged } from "../context/staged-context";
import { ImageError } from "../image-error";
import { takeTurns } from "../take-turns";
import type { MachineConnection } from "./connection";
import type { MachineContentArgs } from "./content-args";
import { type MachineDefinition, readMachineDefinition } from "./definition/definition";
import { buildMachineImage } from "./packer/build-machine-image";
import { HASH_TAG } from "./store/builders";
import { openStore } from "./store/open-store";
import { simulatedCloud, simulateMachineImage } from "./store/simulated-store";
import type { MachineImageStore } from "./store/store";

/** What is wanted: an image of this content, in one place. */
interface MachineImageRequest extends MachineContentArgs {
  readonly name: string;
  readonly contentHash: string;
  readonly connection: MachineConnection;
  readonly secretVariables: Readonly<Record<string, string>>;
  /** For the build, and for an image that another build is making. */
  readonly timeoutMs: number;
  readonly report: (message: string) => void;
  /** Something that the user should know and that stops nothing. */
  readonly warn: (message: string) => void;
}

interface EnsuredMachineImage {
  readonly imageId: string;
  /** The region. */
  readonly place: string;
  /** Whether it was there already. */
  readonly reused: boolean;
}

/** What does the work; tests put others in. */
interface Workers {
  readonly open: (connection: MachineConnection) => Promise<MachineImageStore>;
  readonly build: typeof buildMachineImage;
  /** Between two looks at an image that is being made, milliseconds. */
  readonly everyMs: number;
  /** How long tags may take until they are seen after Packer has set them, milliseconds. */
  readonly tagsMs: number;
}

const WORKERS: Workers = { open: openStore, build: buildMachineImage, everyMs: 5_000, tagsMs: 10_000 };

/**
 * The image with this content, found or else built. Of several that have it the oldest counts, so that all who look agree.
 * What builds at the same time elsewhere is no harm: both end with an image of the same content.
 *
 * @throws ImageError that says what does not work: the cloud, Packer, the template
 */
async function ensureMachineImage(
  request: MachineImageRequest,
  workers = WORKERS,
): Promise<EnsuredMachineImage> {
  const key = JSON.stringify([request.connection, request.contentHash]);
  return takeTurns(key, () => ensureNow(request, workers));
}

async function ensureNow(request: MachineImageRequest, workers: Workers): Promise<EnsuredMachineImage> {
  const { connection, contentHash, report } = request;
  const store = await workers.open(connection);
  const { place } = store;
  const found = await findImage(store, request, workers);
  if (found !== undefined) return { imageId: found, place, reused: true };

  const definition = unchangedDefinition(request);
  const simulated = simulatedCloud(connection);
  if (simulated !== undefined) {
    report("simulated: nothing is really built");
    simulateMachineImage(simulated, contentHash);
  }
  await tellOfMachines(store, request);
  let built: string[] = [];
  try {
    if (simulated === undefined) built = await workers.build({ ...request, definition });
  } catch (error) {
    if (error instanceof ContextChanged) throw changed(request);
    // Somebody else may have built the same content meanwhile, under the same name.
    const theirs = await findImage(store, request, workers).catch(() => undefined);
    if (theirs === undefined) throw error;
    return { imageId: theirs, place, reused: true };
  }
  const imageId = await until(workers.tagsMs, workers, async () => availableIn(store, contentHash));
  if (imageId === undefined) throw untagged(definition, store, built);
  return { imageId, place, reused: false };
}

/** The oldest image that can be used. One that is being made is awaited; one that has failed does not count. */
async function findImage(
  store: MachineImageStore,
  { contentHash, timeoutMs, report, warn }: MachineImageRequest,
  workers: Workers,
): Promise<string | undefined> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const images = await store.tagged(contentHash);
    const available = await oldest(images);
    if (available !== undefined) return available;
    const pending = images.find(({ state }) => state === "pending");
    if (pending === undefined) {
      for (const { id } of images)
        warn(`${id} has this content but has failed: it does not count, and can be deregistered`);
      return undefined;
    }
    if (Date.now() >= end) throw stillPending(pending.id, timeoutMs);
    report(`waiting for ${pending.id}, which another build is making`);
    await delay(workers.everyMs);
  }
}

async function availableIn(store: MachineImageStore, contentHash: string): Promise<string | undefined> {
  return oldest(await store.tagged(contentHash));
}

function oldest(images: Awaited<ReturnType<MachineImageStore["tagged"]>>): string | undefined {
  const usable = images.filter(({ state }) => state === "available");
  const key = ({ createdAt, id }: { createdAt: string; id: string }) => `${createdAt} ${id}`;
  return usable.sort((a, b) => (key(a) < key(b) ? -1 : 1))[0]?.id;
}

async function until<T>(
  timeoutMs: number,
  { everyMs }: Workers,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || Date.now() >= end) return answer;
    await delay(Math.min(everyMs, 1_000));
  }
}

/** A machine costs money until somebody ends it, and only a person can know that its build is dead. */
async function tellOfMachines(
  store: MachineImageStore,
  { contentHash, warn }: MachineImageRequest,
): Promise<void> {
  const machines = await store.machines(contentHash).catch(() => []);
  if (machines.length === 0) return;
  warn(
    `${machines.join(", ")}: a machine of another build of this image, which goes on or was killed; if it was killed: ${store.removalCommand(machines)}`,
  );
}

/** What is on the disk now, which must still be what the program hashed. */
function unchangedDefinition(request: MachineImageRequest): MachineDefinition {
  const definition = readMachineDefinition(request, `MachineImage ${request.name}`);
  if (definition.contentHash !== request.contentHash) throw changed(request);
  return definition;
}

function changed({ context }: MachineImageRequest): ImageError {
  return new ImageError({
    property: "context",
    given: context,
    expected: "files that stay as they are during an update",
    fix: "run the update again; exclude what changes by itself in .packerignore",
  });
}

function stillPending(id: string, timeoutMs: number): ImageError {
  return new ImageError({
    property: "timeout",
    given: `${id}, which is pending`,
    expected: `an image that is available within ${formatDuration(timeoutMs)}`,
    fix: "see what its build does, or deregister it; then run the update again",
  });
}

function untagged(
  { template, contentHash }: MachineDefinition,
  store: MachineImageStore,
  built: readonly string[],
): ImageError {
  const where = built.length === 0 ? "no image" : built.join(", ");
  const here = built.length === 0 || built.some((id) => id.startsWith(`${store.place}:`));
  return new ImageError(
    here
      ? {
          property: "template",
          given: `${template}, which made ${where}`,
          expected: `an image with the tag ${HASH_TAG} = ${contentHash}`,
          fix: `let the source that is built tag its image: tags = { "${HASH_TAG}" = var.anew_content_hash }`,
        }
      : {
          property: "connection.region",
          given: store.place,
          expected: `the region where the template builds: it made ${where}`,
          fix: "give the same region to both, or leave it out of the template",
        },
  );
}

export type { EnsuredMachineImage, MachineImageRequest, Workers };
export { ensureMachineImage };
