import type { ContentOptions } from "./content-options";
import type { MachineOptions } from "./machine-options";

const BUILD: Readonly<Record<keyof ContentOptions, string>> = {
  dockerfile: "--dockerfile",
  buildArg: "--build-arg",
  target: "--target",
  platform: "--platform",
};
const MACHINE: Readonly<Record<Exclude<keyof MachineOptions, "machineImage">, string>> = {
  template: "--template",
  var: "--var",
  varFile: "--var-file",
  extraFile: "--extra-file",
  only: "--only",
};

/**
 * An option of the other kind of image would be ignored, and the hash another one than meant.
 * @throws RangeError that names it
 */
function requireOneKind(options: ContentOptions & MachineOptions): void {
  const machine = options.machineImage === true;
  const foreign = Object.entries(machine ? BUILD : MACHINE).find(([name]) => Object.hasOwn(options, name));
  if (foreign === undefined) return;
  const expected = machine
    ? "no option of an ImageBuild beside --machine-image"
    : "--machine-image beside it";
  throw new RangeError(`got ${foreign[1]}, expected ${expected}`);
}

export { requireOneKind };
