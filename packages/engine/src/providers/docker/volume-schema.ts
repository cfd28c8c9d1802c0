import { anything, set, string, stringMap } from "../schema/property-schema";
import type { ResourceSchema } from "../schema/resource-schema";
import { LABEL } from "./label-schema";

/** @see https://github.com/kreuzwerker/terraform-provider-docker/blob/master/internal/provider/resource_docker_volume.go */
export const VOLUME_RESOURCE: ResourceSchema = {
  type: "docker:index/volume:Volume",
  autoName: { property: "name", maxLength: 255 },
  schemaVersion: 1,
  properties: {
    cluster: anything({
      validate: () => "the embedded engine does not make cluster volumes; use the Pulumi CLI",
    }),
    driver: string({ computed: true, forceNew: true }),
    driverOpts: stringMap({ forceNew: true }),
    labels: set(LABEL, { forceNew: true }),
    mountpoint: string({ computed: true, outputOnly: true }),
    name: string({ computed: true, forceNew: true }),
  },
};
