import { join } from "node:path";
import { type ConfigValue, ProgramStack, sharedEngine } from "../../../../test/setup";
import type { MachineImageArgs } from "../../src/index";

/** What the program declares, plain JSON; the secret of the configuration is its secret variable `password`. */
type Program = Omit<MachineImageArgs, "secretVariables" | "connection"> & { readonly connection: object };

/** A stack with one machine image, run as a process that can be killed. */
export class MachineStack extends ProgramStack<Program> {
  static async create(): Promise<MachineStack> {
    const program = join(__dirname, "../slow/program");
    return new MachineStack(await sharedEngine(), {
      program,
      files: ["index.js"],
      name: "anew-machine-image",
    });
  }

  protected configuration(): Readonly<Record<string, ConfigValue>> {
    return {};
  }

  protected environment(): NodeJS.ProcessEnv {
    return {};
  }

  /** The images' resources in the state, as text. (Pulumi itself gives the configuration to its provider in clear.) */
  async stateOfImages(): Promise<string> {
    const target = { cwd: this.folder, stack: "test", config: {} };
    const { deployment } = (await this.engine.export(target)) as {
      readonly deployment: { readonly resources: readonly { readonly type: string }[] };
    };
    const images = deployment.resources.filter(({ type }) => type.endsWith("anew:MachineImage"));
    if (images.length === 0) throw new Error("the state names no image");
    return JSON.stringify(images);
  }

  remove(): void {
    this.removeFolder();
  }
}
