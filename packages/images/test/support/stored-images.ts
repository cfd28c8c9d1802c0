import {
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";

const REGION = "eu-west-1";

/** What EC2 has of a content hash. */
export class StoredImages {
  private readonly client: EC2Client;

  constructor(endpoint: string) {
    this.client = new EC2Client({ region: REGION, endpoint });
  }

  async taggedWith(hash: string | undefined): Promise<string[]> {
    const Filters = [{ Name: "tag:anew:contentHash", Values: [hash ?? ""] }];
    const { Images = [] } = await this.client.send(new DescribeImagesCommand({ Owners: ["self"], Filters }));
    return Images.map(({ ImageId = "" }) => ImageId);
  }

  async deregister(ImageId: string): Promise<void> {
    await this.client.send(new DeregisterImageCommand({ ImageId }));
  }

  /** Machines that are not gone, of all builds. */
  async machines(): Promise<string[]> {
    const { Reservations = [] } = await this.client.send(new DescribeInstancesCommand({}));
    return Reservations.flatMap(({ Instances = [] }) =>
      Instances.filter(({ State }) => State?.Name !== "terminated").map(({ InstanceId = "" }) => InstanceId),
    );
  }
}
