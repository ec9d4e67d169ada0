extension JSONWriter {
    /// The most bytes of an output in a file, head and tail together.
    static let outputLimit = 65_536

    /// The fields of an output, bytes that are no UTF-8 replaced.
    mutating func fields(of output: CapturedOutput) {
        let output = output.shortened(to: Self.outputLimit)
        field("output", output.text)
        field("output_truncated", output.isTruncated)
        field("output_bytes", output.byteCount)
        // Where the line about the missing middle begins, for whoever wants to take it out again.
        if output.isTruncated { field("output_head_bytes", String(decoding: output.head, as: UTF8.self).utf8.count) }
    }
}

extension CapturedOutput {
    init(_ fields: JSONReader.Fields) throws(InputError) {
        let text = Array(try fields.required("output").text().utf8)
        let byteCount = try fields.required("output_bytes").count()
        guard try fields.required("output_truncated").bool() else {
            self.init(head: text, byteCount: byteCount)
            return
        }
        let headField = try fields.required("output_head_bytes")
        let headCount = try headField.count()
        guard headCount < text.count else { throw headField.mismatch("a place within the output") }
        let marker = text[headCount...].dropFirst().firstIndex(of: UInt8(ascii: "\n")) ?? text.count - 1
        self.init(head: Array(text[..<headCount]), tail: Array(text[(marker + 1)...]))
        // A replaced byte takes more room than it had.
        self.byteCount = max(byteCount, self.byteCount + 1)
    }

    /// The same with at most `limit` bytes kept, half of them from the head, and no character cut in two.
    fileprivate func shortened(to limit: Int) -> CapturedOutput {
        guard head.count + tail.count > limit else { return self }
        let kept = isTruncated ? tail : head + tail
        return CapturedOutput(
            head: Array(head.prefix(limit / 2).endingWithACharacter),
            tail: Array(kept.suffix(limit / 2).drop { $0 & 0xC0 == 0x80 }), byteCount: byteCount)
    }
}

extension ArraySlice<UInt8> {
    /// Without the beginning of a character that is cut at the end.
    fileprivate var endingWithACharacter: ArraySlice<UInt8> {
        guard let lead = suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }), self[lead] >= 0xC0 else { return self }
        let length = self[lead] >= 0xF0 ? 4 : self[lead] >= 0xE0 ? 3 : 2
        return endIndex - lead < length ? self[..<lead] : self
    }
}
