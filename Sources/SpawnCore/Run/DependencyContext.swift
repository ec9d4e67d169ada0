/// What tasks have put out, as the beginning of the prompt of one that depends on them.
///
/// The output of an agent is the text of a stranger. It is bounded, it has nothing in it that acts on a terminal or a
/// program or that hides text, and it stands between marks that it does not contain, so that where it ends is no matter of
/// opinion.
package enum DependencyContext {
    /// Fewer bytes of an output say nothing: rather than that, some outputs are left out whole.
    private static let leastShare = 512

    /// Puts outputs together.
    ///
    /// - Parameters:
    ///   - outputs: The tasks' ids and outputs, in the order of their mention.
    ///   - limit: The most bytes of all outputs together. Each may have its share, and what short ones leave.
    /// - Returns: The text, with an empty line at its end; empty when there are no outputs.
    package static func text(of outputs: [(id: String, output: CapturedOutput)], limit: Int) -> String {
        guard !outputs.isEmpty else { return "" }
        let most = limit > 0 ? max(1, limit / leastShare) : 0
        let shown = outputs.prefix(most)
        let excerpts = zip(shown, shares(shown.map { kept($0.output) }, of: limit)).map { excerpt(of: $0.output, $1) }
        let mark = mark(missingIn: excerpts)
        var text = "Context from completed dependencies:\n"
        for (task, excerpt) in zip(shown, excerpts) {
            let end = excerpt.isEmpty || excerpt.hasSuffix("\n") ? "" : "\n"
            text += "[Task \(task.id)] output:\n<output \(mark)>\n\(excerpt)\(end)</output \(mark)>\n"
        }
        let missing = outputs.count - shown.count
        if missing > 0 { text += "[… the output of \(missing) more left out: context_limit is \(limit) bytes …]\n" }
        return text + "\n"
    }

    private static func kept(_ output: CapturedOutput) -> Int { output.head.count + output.tail.count }

    /// Shares the limit out: what the short ones do not need goes to the long ones.
    private static func shares(_ sizes: [Int], of limit: Int) -> [Int] {
        var shares = sizes
        var left = limit
        for (place, index) in sizes.indices.sorted(by: { sizes[$0] < sizes[$1] }).enumerated() {
            shares[index] = min(sizes[index], left / (sizes.count - place))
            left -= shares[index]
        }
        return shares
    }

    /// The beginning and the end of an output, cleaned, with a line about what is missing between them.
    private static func excerpt(of output: CapturedOutput, _ share: Int) -> String {
        let kept = kept(output)
        let whole = share >= kept
        let head = whole ? output.head[...] : (output.head + output.tail)[..<(share / 2)]
        let tail = whole ? output.tail[...] : (output.head + output.tail)[(kept - share + share / 2)...]
        guard !whole || output.isTruncated else { return cleaned(output.head + output.tail) }
        let missing = output.byteCount - head.count - tail.count
        // A character that was cut in two is left out too.
        let start = tail.drop { $0 & 0xC0 == 0x80 }
        return "\(cleaned(withoutCutCharacter(head)))\n[… \(missing) bytes left out …]\n\(cleaned(start))"
    }

    private static func withoutCutCharacter(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let start = bytes.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[start] >= 0xC0 else {
            return bytes
        }
        let length = bytes[start] >= 0xF0 ? 4 : bytes[start] >= 0xE0 ? 3 : 2
        return bytes.endIndex - start < length ? bytes[..<start] : bytes
    }

    /// Text alone: no escape sequence, no control character but line feed and tab, nothing that reorders or is never seen.
    static func cleaned(_ bytes: some Collection<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        var parser = EscapeParser()
        var isAfterReturn = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            // A sequence that nobody ends must not swallow more than its line.
            if scalar == "\n", !parser.isInText { parser = EscapeParser() }
            guard parser.passes(scalar.value) else { continue }
            if isAfterReturn, scalar != "\r" {
                if scalar != "\n" { text.append("\n") }
                isAfterReturn = false
            }
            switch scalar.value {
            case 0x09, 0x0A: text.append(scalar)
            case 0x0D: isAfterReturn = true
            case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xE0000...0xE007F:
                break
            case 0x2028, 0x2029: text.append("\n")
            // A picture read as text is one of these for every byte.
            case 0xFFFD: if text.last != scalar { text.append(scalar) }
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    /// A number that stands in none of the texts.
    private static func mark(missingIn texts: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in texts.lazy.flatMap(\.utf8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        while true {
            let digits = String(hash, radix: 16)
            let mark = String(repeating: "0", count: 16 - digits.count) + digits
            if !texts.contains(where: { contains($0, Array(mark.utf8)) }) { return mark }
            hash &+= 1
        }
    }

    private static func contains(_ text: String, _ pattern: [UInt8]) -> Bool {
        var rest = Substring(text).utf8[...]
        while let start = rest.firstIndex(of: pattern[0]) {
            if rest[start...].starts(with: pattern) { return true }
            rest = rest[rest.index(after: start)...]
        }
        return false
    }
}
