import {
  annotateSecrets,
  asSecret,
  isMap,
  mapWithoutSecrets,
  type PropertyMap,
  type PropertyValue,
} from "../../values";
import { isSecret } from "./normalize";
import { apiVersionOf, type KubeObject, kindOf, mapAt, textAt } from "./object";

const INPUTS = "__inputs";
const INITIAL_API_VERSION = "__initialApiVersion";
const FIELD_MANAGER = "__fieldManager";

/** Keys of custom resource definitions that no SDK can have as property names. */
const DASHED = new Map(
  [
    "embedded-resource",
    "int-or-string",
    "list-map-keys",
    "list-type",
    "map-type",
    "preserve-unknown-fields",
    "validations",
  ].map((name) => [`x_kubernetes_${name.replaceAll("-", "_")}`, `x-kubernetes-${name}`]),
);
const UNDERSCORED = new Map([...DASHED].map(([underscored, dashed]) => [dashed, underscored]));

/** What the state holds of an object, beside its live form. */
export interface Checkpoint {
  readonly inputs: KubeObject;
  readonly live: KubeObject;
  readonly initialApiVersion: string;
  /** Absent before the object was made. */
  readonly fieldManager?: string;
}

/** An object as the API server takes it: without marks of what is secret. */
export function asObject(properties: PropertyMap): KubeObject {
  return renamed(mapWithoutSecrets(properties), DASHED) as KubeObject;
}

/** An object as properties: what was secret in `given` is secret again, and so is all data of a Secret. */
export function asProperties(object: KubeObject, given: PropertyMap): PropertyMap {
  const properties = annotateSecrets(renamed(object, UNDERSCORED) as PropertyMap, given);
  if (!isSecret(object)) return properties;
  const hidden = Object.entries(properties).map(([key, value]) => [
    key,
    key === "data" || key === "stringData" ? asSecret(value) : value,
  ]);
  return Object.fromEntries(hidden);
}

/** The outputs that a state records. */
export function asOutputs(checkpoint: Required<Checkpoint>, given: PropertyMap): PropertyMap {
  return {
    ...asProperties(checkpoint.live, given),
    [INPUTS]: asProperties(checkpoint.inputs, given),
    [INITIAL_API_VERSION]: checkpoint.initialApiVersion,
    [FIELD_MANAGER]: checkpoint.fieldManager,
  };
}

/** What {@link asOutputs} recorded; of a state without outputs everything is empty. */
export function readCheckpoint(outputs: PropertyMap): Checkpoint {
  const { [INPUTS]: _, [INITIAL_API_VERSION]: __, [FIELD_MANAGER]: ___, ...live } = outputs;
  const plain = mapWithoutSecrets(outputs);
  const inputs = asObject(mapAt(plain, INPUTS));
  const fieldManager = textAt(plain, FIELD_MANAGER);
  return {
    inputs,
    live: asObject(live),
    initialApiVersion: textAt(plain, INITIAL_API_VERSION) || apiVersionOf(inputs),
    ...(fieldManager ? { fieldManager } : {}),
  };
}

/** Whether an object names what it is. */
export function hasKind(object: KubeObject): boolean {
  return kindOf(object) !== "" && apiVersionOf(object) !== "";
}

function renamed(value: PropertyValue, names: ReadonlyMap<string, string>): PropertyValue {
  if (Array.isArray(value)) return value.map((item: PropertyValue) => renamed(item, names));
  if (!isMap(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [names.get(key) ?? key, renamed(inner, names)]));
}
