import * as aws from "@pulumi/aws";

// The network outlives every generation.
export const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });

const gateway = new aws.ec2.InternetGateway("shop", { vpcId: vpc.id });
const routes = new aws.ec2.RouteTable("shop", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
});

const zones = aws.getAvailabilityZonesOutput({ state: "available" }).names;

// Two zones: one may fail.
const subnets = [0, 1].map((index) => {
  const subnet = new aws.ec2.Subnet(`shop-${index}`, {
    vpcId: vpc.id,
    cidrBlock: `10.0.${index}.0/24`,
    availabilityZone: zones.apply((names) => names[index] ?? ""),
  });
  new aws.ec2.RouteTableAssociation(`shop-${index}`, { subnetId: subnet.id, routeTableId: routes.id });
  return subnet;
});

export const subnetIds = subnets.map(({ id }) => id);
