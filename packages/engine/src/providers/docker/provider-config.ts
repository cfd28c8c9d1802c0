import type { CheckFailure } from "../../provider";
import { mapEntries, mapWithoutSecrets, type PropertyMap, type PropertyValue } from "../../values";
import { boolean, list, object, string } from "../schema/property-schema";
import type { ResourceSchema } from "../schema/resource-schema";

/** What the provider resource `pulumi:providers:docker` may be configured with. */
export const PROVIDER: ResourceSchema = {
  type: "pulumi:providers:docker",
  properties: {
    caMaterial: string(),
    certMaterial: string(),
    certPath: string(),
    context: string(),
    disableDockerDaemonCheck: boolean({ default: false }),
    host: string(),
    keyMaterial: string(),
    registryAuth: list(
      object({
        address: string({ required: true }),
        authDisabled: boolean({ default: false }),
        configFile: string(),
        configFileContent: string(),
        password: string(),
        username: string(),
      }),
    ),
    sshOpts: list(string()),
  },
};

/**
 * The configuration with lists and booleans as themselves: Pulumi's SDKs and its configuration files send every
 * value of a bridged provider that is no text as JSON in a text.
 * @throws Error on a text that is no JSON
 */
export function decodedConfig(inputs: PropertyMap): PropertyMap {
  const plain = mapWithoutSecrets(inputs);
  return mapEntries(plain, (value, key) => {
    const kind = PROVIDER.properties[key]?.kind ?? "string";
    if (kind === "string" || typeof value !== "string" || value === "") return value;
    try {
      return JSON.parse(value) as PropertyValue;
    } catch {
      throw new Error(`docker:${key}: expected JSON, got a text that is none`);
    }
  });
}

/** Names that the engine itself puts among a provider's inputs. */
const ENGINE_KEYS = new Set(["version", "pluginDownloadURL"]);

/** The configuration's keys that the provider does not know. */
export function unknownKeys(news: PropertyMap): CheckFailure[] {
  return Object.keys(news)
    .filter((key) => !(key in PROVIDER.properties) && !ENGINE_KEYS.has(key) && !key.startsWith("__"))
    .map((key) => ({
      property: "",
      reason:
        `\`docker:${key}\` is not a valid configuration key for the docker provider. If the referenced key is not ` +
        "intended for the provider, please choose a different namespace from `docker:`.",
    }));
}
