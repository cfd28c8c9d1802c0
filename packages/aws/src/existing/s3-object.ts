import { awsFault } from "../connection/aws-fault";
import { clientConfig } from "../connection/client-config";
import type { Connection } from "../connection/connection";

/** The text of an object in S3. @throws AwsFault */
async function readS3Object(bucket: string, key: string, connection: Connection): Promise<string> {
  const { S3 } = await import("@aws-sdk/client-s3");
  // A stand-in on this machine has no host names for buckets.
  const forcePathStyle = connection.endpoint !== undefined;
  const s3 = new S3({ ...(await clientConfig(connection)), forcePathStyle });
  try {
    const { Body } = await s3.getObject({ Bucket: bucket, Key: key });
    return (await Body?.transformToString()) ?? "";
  } catch (error) {
    throw awsFault({ service: "s3", operation: "GetObject", region: connection.region }, error);
  } finally {
    s3.destroy();
  }
}

export { readS3Object };
