import { explicitProvider, type InputProblems, type Json } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { isPlain, plainList, plainRecord } from "../plain-value";
import { parseArn } from "./arn";
import type { Connection } from "./connection";

/** What the options of a component may carry of a provider. */
type Options = pulumi.ComponentResourceOptions;

/** @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const REGION = /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/;
const KEYS: readonly string[] = ["region", "profile", "role", "endpoint"] satisfies (keyof Connection)[];

/**
 * How gate and switch reach AWS: the argument, else the stack's `aws:region`, `aws:profile` and `aws:assumeRoles`, else the
 * environment's, as the provider does. A secret in the state.
 */
function connectionInput(given: pulumi.Input<Connection> | undefined): pulumi.Output<Json> {
  return pulumi.secret(given ?? configured()) as unknown as pulumi.Output<Json>;
}

/** What the stack says to the default provider. */
function configured(): Connection {
  const config = new pulumi.Config("aws");
  const [region, profile, role] = [config.get("region"), config.get("profile"), configuredRoles(config)[0]];
  return { ...(region && { region }), ...(profile && { profile }), ...(role && { role }) };
}

function configuredRoles(config: pulumi.Config): string[] {
  return plainList(config.getObject<unknown>("assumeRoles")).flatMap((one) => {
    const { roleArn } = plainRecord(one);
    return typeof roleArn === "string" ? [roleArn] : [];
  });
}

/**
 * Notes what is wrong with a connection. An explicit provider can't be asked where it is, so the connection must say it
 * too; so must it for a chain of roles.
 */
function findConnectionProblems(
  given: pulumi.Input<Connection> | undefined,
  options: Options | undefined,
  problems: InputProblems,
): void {
  if (given !== undefined) {
    if (isPlain(given)) {
      findPlainProblems(given, problems.at("connection"));
    }
    return;
  }
  if (explicitProvider(options, "aws:lb/targetGroup:TargetGroup") !== undefined) {
    problems.add({
      property: "connection",
      given,
      expected: "what the explicit provider uses, { region?, profile?, role? }",
      fix: 'gate and switch reach AWS by themselves: give connection: { region: "…" } beside the provider',
    });
  } else if (configuredRoles(new pulumi.Config("aws")).length > 1) {
    problems.add({
      property: "connection",
      given,
      expected: "a role to take on, where the stack's aws:assumeRoles names more than one",
      fix: 'give connection: { role: "arn:…" }, and let a profile hold the roles before it',
    });
  }
}

function findPlainProblems(given: unknown, problems: InputProblems): void {
  const members = plainRecord(given);
  const { region, profile, role, endpoint } = members;
  if (region !== undefined && isPlain(region) && !(typeof region === "string" && REGION.test(region))) {
    problems.add({ property: "region", given: region, expected: 'a region, such as "eu-central-1"' });
  }
  if (profile !== undefined && isPlain(profile) && !(typeof profile === "string" && profile !== "")) {
    problems.add({ property: "profile", given: profile, expected: "the name of a profile" });
  }
  const roleArn = typeof role === "string" ? parseArn(role) : undefined;
  if (role !== undefined && isPlain(role) && !roleArn?.resource.startsWith("role/")) {
    const expected = 'the ARN of a role, such as "arn:aws:iam::123456789012:role/deploy"';
    problems.add({ property: "role", given: role, expected });
  }
  if (endpoint !== undefined && isPlain(endpoint) && !URL.canParse(String(endpoint))) {
    problems.add({ property: "endpoint", given: endpoint, expected: "the address of a stand-in of AWS" });
  }
  for (const key of Object.keys(members).filter((one) => !KEYS.includes(one))) {
    problems.add({ property: key, given: members[key], expected: `nothing; it has ${KEYS.join(", ")}` });
  }
}

/** The region that is known without asking anybody; undefined where it is computed, or the environment decides. */
function plainRegion(given: pulumi.Input<Connection> | undefined): string | undefined {
  const { region } = given === undefined ? configured() : plainRecord(given);
  return typeof region === "string" ? region : undefined;
}

export { connectionInput, findConnectionProblems, plainRegion, REGION };
