/** How to reach the cloud that keeps the images. What is left out is taken from the environment, as for its own tools. */
interface MachineConnection {
  /** Where the image is looked for and built. @default `AWS_REGION`, or the profile's */
  readonly region?: string;
  /** A profile of the AWS configuration files. @default `AWS_PROFILE`, or `default` */
  readonly profile?: string;
  /**
   * Address of the EC2 API, where it is not AWS' own. The template needs it too (`custom_endpoint_ec2`), unless its plugin
   * reads `AWS_ENDPOINT_URL_EC2`. @default `AWS_ENDPOINT_URL_EC2`, `AWS_ENDPOINT_URL`, or AWS' own
   */
  readonly endpoint?: string;
}

/** The environment of a `packer` that goes to the same place. */
function machineEnvironment({ region, profile, endpoint }: MachineConnection): Record<string, string> {
  return {
    ...(region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
    // Older plugins read the configuration files' regions only when they are told to.
    ...(profile === undefined ? {} : { AWS_PROFILE: profile, AWS_SDK_LOAD_CONFIG: "1" }),
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL_EC2: endpoint }),
  };
}

export type { MachineConnection };
export { machineEnvironment };
