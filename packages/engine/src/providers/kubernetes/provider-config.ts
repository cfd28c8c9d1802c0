import type { CheckFailure } from "../../provider";
import { mapWithoutSecrets, type PropertyMap, type PropertyValue } from "../../values";

/** What the provider resource `pulumi:providers:kubernetes` is configured with, and the environment adds. */
export interface KubernetesConfig {
  /** A path, or the text of a kubeconfig. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly deleteUnreachable: boolean;
  readonly skipUpdateUnreachable: boolean;
  readonly enablePatchForce: boolean;
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
  readonly upsertExistingObjects: boolean;
}

/** Booleans that may also come from the environment. */
const FLAGS = {
  deleteUnreachable: "PULUMI_K8S_DELETE_UNREACHABLE",
  skipUpdateUnreachable: "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE",
  enablePatchForce: "PULUMI_K8S_ENABLE_PATCH_FORCE",
  enableConfigMapMutable: "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE",
  enableSecretMutable: "PULUMI_K8S_ENABLE_SECRET_MUTABLE",
  upsertExistingObjects: "PULUMI_K8S_UPSERT_EXISTING_OBJECTS",
} as const;

const SERVER_SIDE_APPLY = "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY";

export function readConfig(inputs: PropertyMap, env: NodeJS.ProcessEnv): KubernetesConfig {
  const plain = mapWithoutSecrets(inputs);
  const flags = Object.entries(FLAGS).map(([key, variable]) => [key, isOn(plain[key] ?? env[variable])]);
  const texts = ["kubeconfig", "context", "cluster", "namespace"].flatMap((key) => {
    const value = asText(plain[key]);
    return value ? [[key, value]] : [];
  });
  return { ...Object.fromEntries(texts), ...Object.fromEntries(flags) };
}

/** What of the real provider is not here. */
export function unsupported(news: PropertyMap, env: NodeJS.ProcessEnv): CheckFailure[] {
  const plain = mapWithoutSecrets(news);
  const failures: CheckFailure[] = [];
  const needsCli = (property: string, what: string) =>
    failures.push({
      property,
      reason: `${property}: ${what} needs the Pulumi CLI; the embedded engine has none`,
    });
  const apply = plain.enableServerSideApply ?? env[SERVER_SIDE_APPLY] ?? "true";
  if (!isOn(apply)) needsCli("enableServerSideApply", "client-side apply");
  if (plain.renderYamlToDirectory) needsCli("renderYamlToDirectory", "rendering to files");
  return failures;
}

/** Pulumi's SDKs send every value that is no text as JSON in a text. */
function isOn(value: PropertyValue | undefined): boolean {
  return value === true || value === "true";
}

/** A kubeconfig may also be given as an object. */
function asText(value: PropertyValue | undefined): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : "";
}
