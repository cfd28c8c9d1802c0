import type { BridgedTables } from "../bridged-table";

/** The resources of `aws.ecr`: one property a line, as the words of `BridgedTables` say. */
export const ECR: BridgedTables = {
  "aws:ecr/repository:Repository": {
    id: "{name}",
    autoName: { property: "name", maxLength: 255 },
    properties: {
      arn: "string out",
      encryptionConfigurations: "object list replaces",
      forceDelete: "boolean",
      imageScanningConfiguration: "object",
      imageTagMutability: "string =MUTABLE",
      imageTagMutabilityExclusionFilters: "object set",
      name: "string replaces",
      region: "string replaces computed",
      registryId: "string out",
      repositoryUrl: "string out",
      tags: "map",
      tagsAll: "map out",
    },
    fill: {
      arn: "arn:aws:ecr:us-east-1:123456789012:repository/{name}",
      registryId: "123456789012",
      repositoryUrl: "123456789012.dkr.ecr.us-east-1.amazonaws.com/{name}",
    },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    deleteFirst: true,
    id: "{repository}",
    properties: {
      policy: "json required replaces",
      region: "string replaces computed",
      registryId: "string out",
      repository: "string required replaces",
    },
    fill: {
      registryId: "123456789012",
    },
  },
};
