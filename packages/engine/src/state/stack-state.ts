import type { Backend, CheckpointParts, StackName, StoredCheckpoint } from "./backend";
import {
  type DeploymentJson,
  EMPTY_SNAPSHOT,
  type ExportedDeployment,
  type Snapshot,
  snapshotFromJson,
  snapshotToJson,
} from "./checkpoint";
import { isObject, presentDeployment } from "./deployment-version";
import { LockedError } from "./encryption";
import { IntegrityError, verifyIntegrity, verifyManifest } from "./integrity";
import type { PassphraseEncryption } from "./passphrase";
import { encryptSecrets, showSecrets } from "./property-json";

/** How a state is imported. */
export interface ImportOptions {
  /** What the state was read from, for messages. @default "the imported state" */
  readonly source?: string;
}

/** The state of one stack: read and held to the rules, exported, and replaced by another. */
export class StackState {
  constructor(
    private readonly backend: Backend,
    private readonly name: StackName,
    /** Makes the encryption under a salt, or under the one of the stack's settings. */
    private readonly encryption: (salt?: string) => PassphraseEncryption,
  ) {}

  /** @throws Error when the state cannot be read or contradicts itself, with what to do; it is left as it is */
  async load(encryption: PassphraseEncryption): Promise<Snapshot> {
    const stored = await this.backend.load(this.name);
    if (!stored) return EMPTY_SNAPSHOT;
    try {
      const snapshot = await decode(stored, encryption);
      verifyManifest(stored.deployment);
      verifyIntegrity(snapshot);
      return snapshot;
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      const remedy = await stored.remedy();
      throw new IntegrityError(
        `${stored.origin}: snapshot integrity failure; refusing to use it: ${error.message}. It was left as it is: ` +
          `export it, repair what is named and import it again${remedy && `, or go back. ${remedy}`}`,
      );
    }
  }

  /** A state that contradicts itself is exported like any other, so that it can be repaired. */
  async export(options: { readonly showSecrets?: boolean }): Promise<ExportedDeployment> {
    const encryption = this.encryption();
    const stored = await this.backend.load(this.name);
    const snapshot = stored ? await decode(stored, encryption) : EMPTY_SNAPSHOT;
    if (encryption.description()) await encryption.unlock();
    return snapshotToJson(
      snapshot,
      encryption,
      options.showSecrets ? showSecrets : encryptSecrets(encryption),
    );
  }

  /**
   * Replaces the state.
   * @returns warnings: pending operations are left out, as by `pulumi stack import`
   * @throws Error naming what is wrong with the exported state; nothing is changed then
   */
  async import(exported: unknown, options: ImportOptions): Promise<readonly string[]> {
    const { source = "the imported state" } = options;
    const deployment = deploymentOf(exported, source);
    const lock = await this.backend.lock(this.name);
    try {
      // What is being replaced may be broken, so it is not read here.
      const encryption = this.encryption(saltOf(deployment));
      const snapshot = await decode({ deployment, encrypted: true, origin: source }, encryption);
      const problems = this.importProblems(deployment, snapshot);
      if (problems.length > 0) throw refusedImport(source, problems);
      await encryption.unlock();
      await this.backend.backup(this.name);
      const kept = { ...snapshot, pendingOperations: [] };
      await this.backend.save(
        this.name,
        partsOf(snapshotToJson(kept, encryption, encryptSecrets(encryption))),
      );
      return snapshot.pendingOperations.map(
        ({ resource, type }) => `removing pending operation '${type}' on '${resource.urn}' from snapshot`,
      );
    } finally {
      await lock.release();
    }
  }

  private importProblems(deployment: DeploymentJson, snapshot: Snapshot): string[] {
    const { stack } = this.name;
    const problems = snapshot.resources
      .filter(({ urn }) => !urn.startsWith(`urn:pulumi:${stack}::`))
      .map(({ urn }) => {
        const other = urn.split("::")[0]?.split(":")[2];
        return `resource '${urn}' is from a different stack (${other} != ${stack})`;
      });
    try {
      verifyManifest(deployment);
      verifyIntegrity(snapshot);
    } catch (error) {
      problems.push(`state file contains errors: ${(error as Error).message}`);
    }
    return problems;
  }
}

function partsOf({ features = [], deployment }: ExportedDeployment): CheckpointParts {
  const { resources = [], pending_operations: _, ...header } = deployment;
  const texts = resources.map((resource) => JSON.stringify(resource));
  return { header, features, resources: texts, pendingOperations: [] };
}

/** How many of the problems of an import are listed. */
const LISTED = 10;

function refusedImport(source: string, problems: readonly string[]): Error {
  const rest = problems.length > LISTED ? `\n* and ${problems.length - LISTED} more` : "";
  return new Error(
    `${source} was not imported, and nothing was changed:\n* ${problems.slice(0, LISTED).join("\n* ")}${rest}`,
  );
}

/** The salt that a deployment's secrets are encrypted under. */
export function saltOf(deployment: DeploymentJson): string | undefined {
  const state = deployment.secrets_providers?.state as { salt?: unknown } | undefined;
  return typeof state?.salt === "string" ? state.salt : undefined;
}

function deploymentOf(exported: unknown, source: string): DeploymentJson {
  if (!isObject(exported) || !("deployment" in exported)) {
    const hint = isObject(exported) && "checkpoint" in exported ? "; it looks like a state file itself" : "";
    throw new Error(
      `${source}: expected what "anew local export" or "pulumi stack export" prints, an object with "version" and ` +
        `"deployment"${hint}`,
    );
  }
  return presentDeployment(exported.version, exported.features, exported.deployment, source);
}

/** @throws Error naming the secrets provider, the salt or the passphrase that is missing, or the place that is broken */
async function decode(
  { deployment, encrypted, origin }: Pick<StoredCheckpoint, "deployment" | "encrypted" | "origin">,
  encryption: PassphraseEncryption,
): Promise<Snapshot> {
  const salt = saltOf(deployment);
  if (salt !== undefined) encryption.useSalt(salt);
  const salted = encryption.description() !== undefined;
  if (encrypted && salted) await encryption.unlock();
  try {
    return snapshotFromJson(deployment, encryption);
  } catch (error) {
    if (!(error instanceof LockedError)) throw new Error(`${origin}: ${(error as Error).message}`);
    const type = deployment.secrets_providers?.type;
    if (type !== undefined && type !== "passphrase") {
      throw new Error(
        `${origin}: its secrets are encrypted by the secrets provider "${type}"; this engine reads "passphrase" only. ` +
          "Export it with `pulumi stack export --show-secrets` and import that",
      );
    }
    throw new Error(
      `${origin}: it holds encrypted secrets, but not the salt of their key (secrets_providers.state.salt), and the ` +
        "stack's settings have no encryptionsalt either: put back the one that they were encrypted with",
    );
  }
}
