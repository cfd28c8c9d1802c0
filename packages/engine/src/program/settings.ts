import type { PropertyMap } from "../values";

/** What a program is told about the run. */
export interface ProgramSettings {
  readonly project: string;
  readonly stack: string;
  /** In a local backend always "organization". */
  readonly organization: string;
  readonly preview: boolean;
  readonly parallel: number;
  /** The folder that the program runs in. */
  readonly programFolder: string;
  /** By full key, `namespace:name`; structured values as JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** The configuration of a package, as its provider's inputs. */
  packageConfig(packageName: string): PropertyMap;
}
