import { expect } from "chai";
import fc from "fast-check";
import { literal, reference } from "../src/manifests/literal";

/**
 * What the kubelet makes of a text.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.2/third_party/forked/golang/expansion/expand.go
 */
function expand(text: string, variables: Readonly<Record<string, string>>): string {
  let result = "";
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== "$" || at + 1 === text.length) {
      result += text[at];
    } else if (text[at + 1] === "$") {
      result += "$";
      at++;
    } else if (text[at + 1] === "(") {
      const end = text.indexOf(")", at + 1);
      const name = text.slice(at + 2, end);
      result += end < 0 ? "$(" : (variables[name] ?? `$(${name})`);
      at = end < 0 ? at + 1 : end;
    } else {
      result += text.slice(at, at + 2);
      at++;
    }
  }
  return result;
}

describe("a text of a command or a variable", () => {
  const variables = { A: "replaced", ANEW_SECRET_1: "hunter2" };

  it("reaches the program as it was written, whatever it holds", () => {
    const pieces = fc.array(fc.constantFrom("$", "(", ")", "$(A)", "$$", "A", "x", " "));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((all) => all.join("")),
        ),
        (text) => {
          expect(expand(literal(text), variables)).to.equal(text);
        },
      ),
    );
  });

  it("is replaced where it stands for a secret", () => {
    expect(expand(reference("ANEW_SECRET_1"), variables)).to.equal("hunter2");
  });
});
