import type { DescribeImagesCommandInput, EC2Client, Image } from "@aws-sdk/client-ec2";
import type { MachineConnection } from "../connection";
import { HASH_TAG } from "./builders";
import { askEc2, requireRegion } from "./ec2-error";
import type { MachineImageStore, StoredImage } from "./store";

/** Tries of one question, the waits between them growing: what AWS limits or fails for a moment is asked again. */
const MAX_ATTEMPTS = 4;
/** Longest time for one question with all of its tries, milliseconds. */
const QUESTION_TIMEOUT_MS = 30_000;

/**
 * Amazon machine images of the account, in one region.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
 * @throws ImageError when no region is known
 */
async function ec2Store(
  connection: MachineConnection,
  timeoutMs = QUESTION_TIMEOUT_MS,
): Promise<MachineImageStore> {
  // The SDK takes its time to load, which only an image's provider pays.
  const { DescribeImagesCommand, DescribeInstancesCommand, EC2Client } =
    require("@aws-sdk/client-ec2") as typeof import("@aws-sdk/client-ec2");
  const { region, profile, endpoint } = connection;
  const client = new EC2Client({
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: MAX_ATTEMPTS,
  });
  const place = await requireRegion(() => client.config.region(), connection);
  const ask = <T>(question: string, send: (client: EC2Client, signal: AbortSignal) => Promise<T>) =>
    askEc2(question, { ...connection, region: place }, timeoutMs, (signal) => send(client, signal));
  const images = (input: DescribeImagesCommandInput) =>
    ask("DescribeImages", async (ec2, abortSignal) => {
      const command = new DescribeImagesCommand({ ...input, Owners: ["self"] });
      return (await ec2.send(command, { abortSignal })).Images ?? [];
    });

  return {
    place,
    async tagged(contentHash) {
      const found = await images({ Filters: [{ Name: `tag:${HASH_TAG}`, Values: [contentHash] }] });
      return found.map(toStored);
    },
    async image(id) {
      // A filter finds nothing where an id that is gone would be an error.
      const [found] = await images({ Filters: [{ Name: "image-id", Values: [id] }] });
      return found === undefined ? undefined : toStored(found);
    },
    async machines(contentHash) {
      const states = ["pending", "running", "stopping", "stopped"];
      const Filters = [
        { Name: `tag:${HASH_TAG}`, Values: [contentHash] },
        { Name: "instance-state-name", Values: states },
      ];
      const { Reservations = [] } = await ask("DescribeInstances", (ec2, abortSignal) =>
        ec2.send(new DescribeInstancesCommand({ Filters }), { abortSignal }),
      );
      return Reservations.flatMap(({ Instances = [] }) =>
        Instances.flatMap(({ InstanceId }) => (InstanceId === undefined ? [] : [InstanceId])),
      );
    },
    removalCommand: (machines) =>
      `aws ec2 terminate-instances --region ${place} --instance-ids ${machines.join(" ")}`,
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html `imageState` */
function toStored({ ImageId = "", State, CreationDate = "" }: Image): StoredImage {
  const making = State === "pending" || State === "transient";
  return {
    id: ImageId,
    state: State === "available" ? "available" : making ? "pending" : "failed",
    createdAt: CreationDate,
  };
}

export { ec2Store };
