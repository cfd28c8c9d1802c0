import type { PropertyMap } from "../../values";
import type { ResourceSchema } from "../schema/resource-schema";
import type { Daemon } from "./daemon";
import type { Fields } from "./fields";

/** The object exists, but its creation did not come to its end. */
export class Unfinished extends Error {
  constructor(
    readonly id: string,
    message: string,
  ) {
    super(message);
    this.name = "Unfinished";
  }
}

export interface Created {
  readonly id: string;
  /** Outputs that only the creation can know. */
  readonly outputs?: PropertyMap;
}

export interface Observed {
  /** Where it is not the one that was asked for. */
  readonly id?: string;
  readonly outputs: PropertyMap;
}

/** How one type of resource lives on a daemon. */
export interface DockerResource {
  readonly schema: ResourceSchema;
  /** @throws Unfinished when the object exists nevertheless */
  create(daemon: Daemon, inputs: Fields): Promise<Created>;
  /**
   * What the daemon tells of the properties, or undefined when the object is gone.
   * @param state - what is recorded of it: the old outputs, or the inputs of a new object
   */
  read(daemon: Daemon, id: string, state: Fields): Promise<Observed | undefined>;
  /** @param changed - the top-level properties that differ */
  update(daemon: Daemon, id: string, next: Fields, changed: ReadonlySet<string>): Promise<void>;
  /** An object that is gone already is a success. */
  remove(daemon: Daemon, id: string, state: Fields): Promise<void>;
}
