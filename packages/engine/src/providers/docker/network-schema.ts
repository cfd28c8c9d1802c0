import { boolean, object, set, string, stringMap } from "../schema/property-schema";
import type { ResourceSchema } from "../schema/resource-schema";
import { LABEL } from "./label-schema";

const IPAM_CONFIG = object({
  auxAddress: stringMap({ forceNew: true }),
  gateway: string({ forceNew: true }),
  ipRange: string({ forceNew: true }),
  subnet: string({ forceNew: true }),
});

/** @see https://github.com/kreuzwerker/terraform-provider-docker/blob/master/internal/provider/resource_docker_network.go */
export const NETWORK: ResourceSchema = {
  type: "docker:index/network:Network",
  autoName: { property: "name", maxLength: 255 },
  schemaVersion: 1,
  properties: {
    attachable: boolean({ forceNew: true }),
    driver: string({ computed: true, forceNew: true }),
    ingress: boolean({ forceNew: true }),
    internal: boolean({ computed: true, forceNew: true }),
    ipamConfigs: set(IPAM_CONFIG, { computed: true, forceNew: true }),
    ipamDriver: string({ forceNew: true, default: "default" }),
    ipamOptions: stringMap({ forceNew: true }),
    ipv6: boolean({ forceNew: true }),
    labels: set(LABEL, { forceNew: true }),
    name: string({ forceNew: true }),
    options: stringMap({ computed: true, forceNew: true }),
    scope: string({ computed: true, outputOnly: true }),
  },
};
