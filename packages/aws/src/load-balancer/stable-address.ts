import { type GroupSettings, type Json, LABELS } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { AwsObject, invokeAws } from "../aws-object";
import { type AwsGroupOnlyArgs, type AwsListen, listensOf } from "./listen-args";
import type { AwsRoute } from "./route";
import { balancerOfListener, listenerOfRule } from "./rule-arn";
import { conditionsOf } from "./rule-conditions";

const RULE = "aws:lb/listenerRule:ListenerRule";

/** What a declared rule answers until the switch writes it for the first time. */
const FIRST_ACTIONS = [
  {
    type: "fixed-response",
    fixedResponse: { statusCode: "503", contentType: "text/plain", messageBody: "no generation serves" },
  },
];

/** Where a group is reached, and what its switch writes. */
interface StableAddress {
  readonly route: pulumi.Output<Json>;
  /** Where a generation keeps its target group in use: a listener of the same load balancer. */
  readonly listener: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  /** Empty without a preview. */
  readonly previewUrl: pulumi.Output<string>;
}

/** Declares what stays when generations come and go: the listener rules of a group, and its preview's. */
function declareAddress(
  group: pulumi.ComponentResource,
  name: string,
  settings: GroupSettings,
  args: AwsGroupOnlyArgs,
): StableAddress {
  const listens = listensOf(args.listen);
  const rules = listens.map((listen, index) => {
    const suffix = index === 0 ? "rule" : `rule-${index + 1}`;
    return listen.rule === undefined
      ? declareRule(group, `${name}-${suffix}`, name, listen).arn
      : pulumi.output(listen.rule);
  });
  listens.forEach((listen, index) => {
    declareCertificate(group, `${name}-certificate${index === 0 ? "" : `-${index + 1}`}`, listen);
  });
  const preview = args.preview && declareRule(group, `${name}-preview`, name, { path: "/", ...args.preview });
  const listener = listenerOf(listens[0]);
  const route = pulumi
    .all([pulumi.all(rules), preview?.arn, pulumi.all([...(args.bake?.alarms ?? [])])])
    .apply(
      ([own, shown, alarms]): AwsRoute => ({
        rules: own,
        ...(args.preview &&
          shown !== undefined && {
            preview: {
              rule: shown,
              ...(args.preview.address !== undefined && { address: args.preview.address }),
              ...(args.preview.host !== undefined && { host: args.preview.host }),
              probe: args.preview.probe ?? "gate",
            },
          }),
        alarms,
      }),
    );
  return {
    route: route as unknown as pulumi.Output<Json>,
    listener,
    url: urlOf(group, listener, settings.listen[0]),
    previewUrl:
      args.preview === undefined
        ? pulumi.output("")
        : args.preview.address !== undefined
          ? pulumi.output(args.preview.address)
          : urlOf(group, pulumi.output(args.preview.listener), { ...args.preview, path: "/" }),
  };
}

function listenerOf(listen: AwsListen | undefined): pulumi.Output<string> {
  return listen?.rule === undefined
    ? pulumi.output(listen?.listener ?? "")
    : pulumi.output(listen.rule).apply(listenerOfRule);
}

/** A rule whose action is the switch's: neither an update nor a refresh shows what the switch wrote as drift. */
function declareRule(
  group: pulumi.ComponentResource,
  name: string,
  groupName: string,
  listen: AwsListen,
): AwsObject {
  return new AwsObject(
    RULE,
    name,
    {
      listenerArn: listen.listener,
      conditions: conditionsOf(listen),
      actions: FIRST_ACTIONS,
      ...(listen.priority !== undefined && { priority: listen.priority }),
      tags: addressTags(groupName),
    },
    { parent: group, ignoreChanges: ["actions"] },
  );
}

function declareCertificate(group: pulumi.ComponentResource, name: string, listen: AwsListen): void {
  if (listen.certificate !== undefined && listen.listener !== undefined) {
    new AwsObject(
      "aws:lb/listenerCertificate:ListenerCertificate",
      name,
      { listenerArn: listen.listener, certificateArn: listen.certificate },
      { parent: group },
    );
  }
}

/** The tags of what belongs to no generation; all generations of a component have them, too. */
function addressTags(name: string): Record<string, string> {
  return {
    [LABELS.project]: pulumi.getProject(),
    [LABELS.stack]: pulumi.getStack(),
    [LABELS.group]: name,
  };
}

/** The address of a listener. With a host nobody is asked, and 443 stands for HTTPS; else the load balancer's own name. */
function urlOf(
  group: pulumi.ComponentResource,
  listener: pulumi.Output<string>,
  listen: { readonly port: number; readonly host?: string; readonly path: string } | undefined,
): pulumi.Output<string> {
  if (listen === undefined) {
    return pulumi.output("");
  }
  const { port, host, path } = listen;
  if (host !== undefined && !host.startsWith("*.")) {
    return pulumi.output(urlText(port === 443 ? "https" : "http", host, port, path));
  }
  const found = invokeAws<{ protocol: string }>("aws:lb/getListener:getListener", { arn: listener }, group);
  const balancer = invokeAws<{ dnsName: string }>(
    "aws:lb/getLoadBalancer:getLoadBalancer",
    { arn: listener.apply(balancerOfListener) },
    group,
  );
  return pulumi
    .all([found, balancer])
    .apply(([{ protocol }, { dnsName }]) =>
      urlText(protocol === "HTTPS" ? "https" : "http", dnsName, port, path),
    );
}

function urlText(scheme: "http" | "https", host: string, port: number, path: string): string {
  const isStandard = port === (scheme === "https" ? 443 : 80);
  return `${scheme}://${host}${isStandard ? "" : `:${port}`}${path === "/" ? "" : path}`;
}

export type { StableAddress };
export { addressTags, declareAddress };
