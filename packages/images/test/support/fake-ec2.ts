import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What the API answers to an action: a status and a body in XML; nothing: it never answers. */
export type Ec2Answer = (action: string) => { readonly status: number; readonly body: string } | undefined;

export interface FakeEc2 {
  readonly url: string;
  /** The actions, in order. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/** An EC2 API that answers what a test wants. */
export async function startFakeEc2(answer: Ec2Answer): Promise<FakeEc2> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const action = new URLSearchParams(await text(request)).get("Action") ?? "";
    asked.push(action);
    const given = answer(action);
    if (given !== undefined) response.writeHead(given.status, { "content-type": "text/xml" }).end(given.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, asked, stop };
}

/** A refusal, as EC2 words it. */
export function ec2Refusal(status: number, code: string, message = "no"): { status: number; body: string } {
  const errors = `<Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors>`;
  return { status, body: `<Response>${errors}<RequestID>1</RequestID></Response>` };
}

/** An answer to DescribeImages. */
export function ec2Images(
  ...images: readonly { readonly id: string; readonly state: string; readonly created: string }[]
): { status: number; body: string } {
  const items = images.map(
    ({ id, state, created }) =>
      `<item><imageId>${id}</imageId><imageState>${state}</imageState><creationDate>${created}</creationDate></item>`,
  );
  const body = `<DescribeImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId><imagesSet>${items.join("")}</imagesSet></DescribeImagesResponse>`;
  return { status: 200, body };
}
