import type { BridgedTables } from "../bridged-table";

/** The resources of `aws.secretsmanager`: one property a line, as the words of `BridgedTables` say. */
export const SECRETSMANAGER: BridgedTables = {
  "aws:secretsmanager/secret:Secret": {
    id: "{arn}",
    autoName: { property: "name", maxLength: 255 },
    properties: {
      arn: "string out",
      description: "string",
      forceOverwriteReplicaSecret: "boolean",
      kmsKeyId: "string",
      name: "string replaces",
      namePrefix: "string replaces computed",
      policy: "json computed",
      recoveryWindowInDays: "integer =30",
      region: "string replaces computed",
      replicas: "object set",
      tags: "map",
      tagsAll: "map out",
      type: "string",
    },
    fill: {
      arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:{name}-{hex8}",
    },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    id: "{secretId}|{hex17}",
    properties: {
      arn: "string out",
      hasSecretStringWo: "boolean out",
      region: "string replaces computed",
      secretArn: "string out",
      secretBinary: "string replaces secret",
      secretId: "string required replaces",
      secretString: "string replaces secret",
      secretStringWo: "string secret",
      secretStringWoVersion: "integer replaces",
      versionId: "string out",
      versionStages: "set computed",
    },
    fill: {
      arn: "{secretId}",
      versionId: "{hex17}",
    },
  },
};
