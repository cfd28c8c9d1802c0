import * as pulumi from "@pulumi/pulumi";
import { generationId } from "../generation-id";
import { isImageSource } from "../image-source";
import { InputProblems } from "../input-problems";
import { resolveArgs } from "../resolve-args";
import { resolveSpec, type SpecRules } from "../resolve-spec";
import type { Spec } from "../spec";
import type { ServiceArgs } from "../spec-args";
import { type Target, unsupported } from "../support";
import { knownValue } from "./known-value";

/** What a program's arguments come to. */
interface ResolvedRelease {
  readonly id: string;
  /** Without secrets: hashed, and kept in the history. */
  readonly spec: Spec;
  /** The same with the secrets' values: what runs. */
  readonly real: Spec;
  /** The image as the platform pulls it. */
  readonly image: pulumi.Output<string>;
  /** Resources that the arguments come from: they outlive the generation. */
  readonly dependencies: readonly pulumi.Resource[];
}

/** Stands for a salt where a spec is only looked at. */
const LOOKED_AT = "0".repeat(64);

/** What decides what runs and only the target knows; it may come from other resources. */
type PlatformSpec = pulumi.Input<Spec["platform"]>;

/**
 * Awaits every Output in the arguments and hashes what they come to.
 * @param subject for messages: the component's type and name
 * @param salt keys the fingerprints of secrets
 * @returns undefined where a part is not known yet, at preview
 * @throws InputError with all problems that the values have
 */
async function resolveRelease(
  subject: string,
  args: ServiceArgs,
  salt: pulumi.Output<string>,
  rules: SpecRules & {
    readonly target: Target;
    readonly platform: PlatformSpec;
    readonly findProblems?: ((spec: Spec, problems: InputProblems) => void) | undefined;
  },
): Promise<ResolvedRelease | undefined> {
  const { values, dependencies } = await resolveArgs(args);
  const problems = new InputProblems();
  for (const problem of unsupported(rules.target, values)) {
    problems.add(problem);
  }
  const resolved = resolveSpec(values, await knownValue(salt), problems, rules);
  // In the first preview the salt is not known: what is wrong is found all the same.
  const looked = resolved ?? resolveSpec(values, LOOKED_AT, new InputProblems(), rules);
  if (looked !== undefined) {
    rules.findProblems?.(looked.spec, problems);
  }
  problems.throwIfAny(subject);
  const own = pulumi.unsecret(pulumi.output(rules.platform)) as pulumi.Output<Spec["platform"]>;
  // A known value may be undefined: the target has nothing of its own to add.
  const known = await knownValue(own.apply((value) => ({ value })));
  if (resolved === undefined || known === undefined) {
    return undefined;
  }
  const platform = known.value === undefined ? {} : { platform: known.value };
  const spec: Spec = { ...resolved.spec, ...platform };
  const image = isImageSource(args.image) ? args.image.reference : pulumi.output(args.image);
  return {
    id: generationId(spec),
    spec,
    real: { ...resolved.real, ...platform },
    image: pulumi.unsecret(image),
    dependencies: [...dependencies, ...(await resourcesOf(own))],
  };
}

/** The resources that an Output comes from. */
async function resourcesOf(output: pulumi.Output<unknown>): Promise<pulumi.Resource[]> {
  const { allResources } = output as { allResources?(): Promise<Set<pulumi.Resource>> };
  return allResources === undefined ? [] : [...(await allResources.call(output))];
}

export type { PlatformSpec, ResolvedRelease };
export { resolveRelease };
