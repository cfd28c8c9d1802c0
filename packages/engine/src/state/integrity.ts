import { createHash } from "node:crypto";
import { isProviderType, parseProviderReference } from "../provider-reference";
import type { DeploymentJson, Snapshot } from "./checkpoint";
import type { ResourceState } from "./resource-state";

/** A state that contradicts itself; using it could lose resources. */
export class IntegrityError extends Error {
  override readonly name = "IntegrityError";
}

/** @throws IntegrityError when the manifest's version is not the one that its magic was made from */
export function verifyManifest({ manifest }: Pick<DeploymentJson, "manifest">): void {
  const { version = "", magic = "" } = manifest ?? {};
  const expected = version === "" ? "" : createHash("sha256").update(version).digest("hex");
  if (magic === expected) return;
  throw new IntegrityError("magic cookie mismatch; possible tampering/corruption detected");
}

/**
 * Holds a state to what every run takes for granted: each reference names a resource that stands before, and of
 * several resources of one URN all but one wait for their deletion. The rules and the words are the real engine's.
 * @throws IntegrityError naming the first resource that breaks a rule
 */
export function verifyIntegrity({ resources }: Pick<Snapshot, "resources">): void {
  const known = new Set<string>();
  const live = new Set<string>();
  const providers = new Set<string>();
  const later = (from: number, urn: string) => resources.slice(from + 1).some((state) => state.urn === urn);
  resources.forEach((state, index) => {
    const { urn } = state;
    if (urn === "") throw new IntegrityError(`resource at index ${index} missing required 'urn' field`);
    if (state.type === "") throw new IntegrityError(`resource '${urn}' missing required 'type' field`);
    if (!state.custom && state.id !== "") {
      throw new IntegrityError(`resource '${urn}' has 'custom' false but non-empty ID`);
    }
    if (isProviderType(state.type)) providers.add(`${urn}::${state.id}`);
    verifyProvider(state, providers);
    for (const [reference, phrase] of references(state)) {
      if (known.has(reference)) continue;
      const [after, missing] = phrase;
      throw new IntegrityError(later(index, reference) ? after : missing);
    }
    known.add(urn);
    if (state.delete) return;
    if (live.has(urn)) throw new IntegrityError(`duplicate resource ${urn} (not marked for deletion)`);
    live.add(urn);
  });
}

function verifyProvider(state: ResourceState, providers: ReadonlySet<string>): void {
  if (state.provider === "") return;
  try {
    parseProviderReference(state.provider);
  } catch (error) {
    const { message } = error as Error;
    throw new IntegrityError(`failed to parse provider reference for resource ${state.urn}: ${message}`);
  }
  if (providers.has(state.provider) || state.pendingReplacement) return;
  throw new IntegrityError(`resource ${state.urn} refers to unknown provider ${state.provider}`);
}

/** Each URN that a resource names, with what to say when it comes after the resource or is missing. */
function* references(state: ResourceState): Generator<readonly [string, readonly [string, string]]> {
  const { urn, parent } = state;
  if (parent !== "") {
    yield [
      parent,
      [
        `child resource ${urn}'s parent ${parent} comes after it`,
        `child resource ${urn} refers to missing parent ${parent}`,
      ],
    ];
  }
  for (const name of state.dependencies) {
    const subject = `resource ${urn}'s dependency ${name}`;
    yield [name, [`${subject} comes after it`, `${subject} refers to missing resource`]];
  }
  for (const [key, names] of Object.entries(state.propertyDependencies)) {
    for (const name of names) {
      const subject = `resource ${urn}'s property dependency ${name} (from property ${key})`;
      yield [name, [`${subject} comes after it`, `${subject} refers to missing resource`]];
    }
  }
  if (state.deletedWith !== "") {
    const subject = `resource ${urn} is specified as being deleted with ${state.deletedWith}, which`;
    yield [state.deletedWith, [`${subject} comes after it`, `${subject} is missing`]];
  }
  for (const name of state.replaceWith) {
    const subject = `resource ${urn} is specified as being replaced with ${name}, which`;
    yield [name, [`${subject} comes after it`, `${subject} is missing`]];
  }
}
