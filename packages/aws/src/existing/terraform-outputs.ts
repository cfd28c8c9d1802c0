import { readFile } from "node:fs/promises";
import type { Connection } from "../connection/connection";

/** Where Terraform keeps a state. @see https://developer.hashicorp.com/terraform/language/backend */
type TerraformState =
  | { readonly backend: "local"; readonly path: string }
  | {
      readonly backend: "s3";
      readonly bucket: string;
      readonly key: string;
      /** @default the environment's */
      readonly connection?: Connection;
    }
  | {
      readonly backend: "http";
      /** The address that the backend is configured with. */
      readonly address: string;
      readonly username?: string;
      readonly password?: string;
    };

/** The version of the state's format that is read: that of Terraform since 0.12. */
const STATE_VERSION = 4;
/** How long a backend may take, milliseconds. */
const READ_TIMEOUT_MS = 30_000;

/**
 * The outputs of a Terraform state, such as the ids of a VPC and its subnets, as plain values: for a program that runs beside
 * what Terraform owns. Nothing is locked and nothing is written. An output that Terraform holds for sensitive is in it in
 * clear: pass it on as `pulumi.secret(…)`.
 *
 * @throws Error where the state can't be read, or is none
 * @see docs/aws.md#what-exists-already
 */
async function terraformOutputs(state: TerraformState): Promise<Readonly<Record<string, unknown>>> {
  const place = placeOf(state);
  let text: string;
  try {
    text = await read(state);
  } catch (error) {
    throw new Error(`the Terraform state ${place} can't be read: ${(error as Error).message}`);
  }
  return outputsIn(text, place);
}

/** @param place for messages */
function outputsIn(text: string, place: string): Readonly<Record<string, unknown>> {
  const state = parsed(text);
  if (state?.version !== STATE_VERSION || typeof state.outputs !== "object" || state.outputs === null) {
    throw new Error(
      `${place} is no Terraform state of version ${STATE_VERSION}: ` +
        "give the state's own file, not that of a configuration, written by Terraform 0.12 or later",
    );
  }
  return Object.fromEntries(
    Object.entries(state.outputs).map(([name, output]) => [name, (output as { value?: unknown }).value]),
  );
}

function parsed(text: string): { readonly version?: unknown; readonly outputs?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

async function read(state: TerraformState): Promise<string> {
  switch (state.backend) {
    case "local":
      return readFile(state.path, "utf8");
    case "http":
      return readHttp(state);
    case "s3": {
      const { readS3Object } = await import("./s3-object.js");
      return readS3Object(state.bucket, state.key, state.connection ?? {});
    }
  }
}

async function readHttp({
  address,
  username,
  password,
}: TerraformState & { readonly backend: "http" }): Promise<string> {
  const headers: Record<string, string> = {};
  if (username !== undefined) {
    headers.authorization = `Basic ${Buffer.from(`${username}:${password ?? ""}`).toString("base64")}`;
  }
  const response = await fetch(address, { headers, signal: AbortSignal.timeout(READ_TIMEOUT_MS) });
  if (!response.ok) {
    throw new Error(`it answered ${response.status}`);
  }
  return response.text();
}

function placeOf(state: TerraformState): string {
  switch (state.backend) {
    case "local":
      return state.path;
    case "http":
      return state.address;
    case "s3":
      return `s3://${state.bucket}/${state.key}`;
  }
}

export type { TerraformState };
export { terraformOutputs };
