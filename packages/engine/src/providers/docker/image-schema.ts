import { anything, boolean, set, string, stringMap } from "../schema/property-schema";
import type { ResourceSchema } from "../schema/resource-schema";
import { TIMEOUTS } from "./timeouts";

/** @see https://github.com/kreuzwerker/terraform-provider-docker/blob/master/internal/provider/resource_docker_image.go */
export const REMOTE_IMAGE: ResourceSchema = {
  type: "docker:index/remoteImage:RemoteImage",
  timeouts: TIMEOUTS,
  properties: {
    build: anything({ validate: () => "the embedded engine does not build RemoteImages; use ImageBuild" }),
    forceRemove: boolean(),
    imageId: string({ computed: true, outputOnly: true }),
    keepLocally: boolean(),
    name: string({ required: true, forceNew: true }),
    platform: string({ forceNew: true, default: "" }),
    pullTriggers: set(string(), { forceNew: true }),
    repoDigest: string({ computed: true, outputOnly: true }),
    triggers: stringMap({ forceNew: true }),
  },
};
