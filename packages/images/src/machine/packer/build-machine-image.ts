import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withStaging } from "../../context/staged-context";
import { hideValues } from "../../hide-values";
import { ImageError } from "../../image-error";
import { type MachineConnection, machineEnvironment } from "../connection";
import type { MachineDefinition } from "../definition/definition";
import { HASH_VARIABLE } from "../definition/variables";
import { readTemplate } from "../template/read-template";
import { packer } from "./packer-cli";
import { packerArtifacts, packerStep } from "./packer-output";
import { stageMachineFiles } from "./stage-machine-files";

/** One build. */
interface MachineBuild {
  readonly definition: MachineDefinition;
  readonly connection: MachineConnection;
  readonly secretVariables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly report: (message: string) => void;
}

/**
 * Builds an image with the user's own Packer, in a private copy of what was hashed.
 *
 * @returns ids of what was built: `eu-west-1:ami-…`
 * @throws ImageError with Packer's own last lines, when it fails; ContextChanged when the files are other ones by now
 */
async function buildMachineImage(build: MachineBuild): Promise<string[]> {
  const { definition, secretVariables, timeoutMs } = build;
  const { kind, plugins } = await readTemplate(definition);
  return withStaging(async (path) => {
    await stageMachineFiles(definition, path);
    const options = {
      cwd: path,
      environment: {
        ...machineEnvironment(build.connection),
        ...(kind === "hcl" ? inEnvironment(secretVariables) : {}),
      },
      timeoutMs,
      hide: hideValues(Object.values(secretVariables)),
    };
    if (plugins) {
      build.report("packer init");
      const { ok, tail } = await packer(["init", definition.template], options);
      if (!ok) throw failed(definition, tail);
    }
    const ids: string[] = [];
    const onLine = (line: string) => {
      ids.push(...packerArtifacts(line));
      const step = packerStep(line);
      if (step !== undefined) build.report(step);
    };
    const args = ["build", "-machine-readable", "-color=false"];
    if (definition.only !== undefined) args.push(`-only=${definition.only}`);
    for (const file of definition.varFiles) args.push(`-var-file=${file}`);
    // Outside of the copy: a template may upload all of that.
    args.push(`-var-file=${await variableFile(join(path, ".."), definition, kind, secretVariables)}`);
    const { ok, tail } = await packer([...args, definition.template], { ...options, onLine });
    if (!ok) throw failed(definition, tail);
    return ids;
  });
}

/** @see https://developer.hashicorp.com/packer/docs/templates/hcl_templates/variables#environment-variables */
function inEnvironment(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`PKR_VAR_${name}`, value]));
}

/** The old kind takes no variables from the environment, and all of its values are texts. */
async function variableFile(
  folder: string,
  { contentHash, variables }: MachineDefinition,
  kind: "hcl" | "json",
  secrets: Readonly<Record<string, string>>,
): Promise<string> {
  const values = { ...variables, [HASH_VARIABLE]: contentHash };
  const texts = Object.fromEntries(
    Object.entries({ ...values, ...secrets }).map(([name, value]) => [name, String(value)]),
  );
  const file = join(folder, "anew.pkrvars.json");
  await writeFile(file, JSON.stringify(kind === "hcl" ? values : texts), { mode: 0o600 });
  return file;
}

function failed({ template }: MachineDefinition, tail: readonly string[]): ImageError {
  const taken = tail.map((line) => /is used by an existing AMI: (ami-\w+)/.exec(line)?.[1]).find(Boolean);
  return new ImageError(
    taken === undefined
      ? {
          property: "template",
          given: template,
          expected: "a build that succeeds",
          fix: "Packer's last lines follow",
        }
      : {
          property: "template",
          given: template,
          expected: "a name that no other image has",
          fix: `append {{timestamp}} to ami_name; ${taken}, which has that name, is another build's that goes on, or one that was killed left it: aws ec2 deregister-image --image-id ${taken}`,
        },
    tail,
  );
}

export type { MachineBuild };
export { buildMachineImage };
