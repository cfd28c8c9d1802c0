import { expect } from "chai";
import { cleanText } from "../src/local/display/clean-text";

describe("The text of a program, among lines,", () => {
  it("moves no cursor and clears no screen", () => {
    expect(cleanText("a\x1b[2Jb\x1b[3Ac \x07\x08d\te\x1b]0;title\x07", true)).to.equal("abc d\te");
  });

  it("keeps its colors where they can be seen, and ends them", () => {
    expect(cleanText("\x1b[31mred", true)).to.equal("\x1b[31mred\x1b[0m");
    expect(cleanText("\x1b[31mred\x1b[39m", false)).to.equal("red");
  });

  it("shows what a carriage return has written last", () => {
    expect(cleanText("10%\r50%\r100%\nnext\r\n", false)).to.equal("100%\nnext\n");
  });
});
