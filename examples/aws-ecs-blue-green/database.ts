import * as aws from "@pulumi/aws";
import { Config } from "@pulumi/pulumi";
import { taskGroup } from "./load-balancer";
import { subnetIds, vpc } from "./network";

const subnetGroup = new aws.rds.SubnetGroup("shop", { subnetIds });

const databaseGroup = new aws.ec2.SecurityGroup("database", {
  vpcId: vpc.id,
  ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [taskGroup.id] }],
});

// Data outlives every generation, and the stack: the database is protected, and never deleted by a destroy.
export const database = new aws.rds.Instance(
  "shop",
  {
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    dbName: "shop",
    username: "web",
    password: new Config().requireSecret("databasePassword"),
    dbSubnetGroupName: subnetGroup.name,
    vpcSecurityGroupIds: [databaseGroup.id],
    storageEncrypted: true,
    deletionProtection: true,
    finalSnapshotIdentifier: "shop-last",
  },
  { protect: true, retainOnDelete: true },
);
