import type { BridgedTable, BridgedTables } from "../bridged-table";

/** A rule of a security group, whichever way it lets through. */
const RULE: BridgedTable = {
  id: "sgr-{hex17}",
  properties: {
    arn: "string out",
    cidrIpv4: "string swap",
    cidrIpv6: "string swap",
    description: "string",
    fromPort: "integer",
    ipProtocol: "string required",
    prefixListId: "string swap",
    referencedSecurityGroupId: "string swap",
    region: "string replaces computed",
    securityGroupId: "string required replaces",
    securityGroupRuleId: "string out",
    tags: "map",
    tagsAll: "map out",
    toPort: "integer",
  },
  fill: {
    arn: "arn:aws:ec2:us-east-1:123456789012:security-group-rule/{id}",
    securityGroupRuleId: "{id}",
  },
};

/** The resources of `aws.vpc`: one property a line, as the words of `BridgedTables` say. */
export const VPC: BridgedTables = {
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": RULE,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": RULE,
};
