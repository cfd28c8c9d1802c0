/** A text whose bytes are no UTF-8, which no string of this language can hold. */
export class ByteString {
  constructor(readonly base64: string) {}
}
