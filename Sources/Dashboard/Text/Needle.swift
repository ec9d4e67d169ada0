/// A text that is looked for in others. Letters of ASCII match in either case, unless the text has a capital in it.
package struct Needle: Equatable, Sendable {
    private let bytes: [UInt8]
    private let isExact: Bool

    package init(_ text: String) {
        bytes = Array(text.utf8)
        isExact = bytes.contains { UInt8(ascii: "A") <= $0 && $0 <= UInt8(ascii: "Z") }
    }

    package var isEmpty: Bool { bytes.isEmpty }

    package func isFound(in text: String) -> Bool { !ranges(in: text, most: 1).isEmpty }

    /// Where it is found, as ranges of bytes of the text's UTF-8; none overlaps another.
    package func ranges(in text: String, most: Int = .max) -> [Range<Int>] {
        guard let first = bytes.first else { return [] }
        let haystack = text.utf8.span
        var found: [Range<Int>] = []
        var start = 0
        while start + bytes.count <= haystack.count, found.count < most {
            if fold(haystack[start]) == first, matches(haystack, at: start) {
                found.append(start..<start + bytes.count)
                start += bytes.count
            } else {
                start += 1
            }
        }
        return found
    }

    /// Where it is found, as ranges of the text's scalars.
    func scalarRanges(in text: String) -> [Range<Int>] {
        ranges(in: text).map { range in
            func scalar(_ byte: Int) -> Int { text.utf8.prefix(byte).count { $0 & 0xC0 != 0x80 } }
            return scalar(range.lowerBound)..<scalar(range.upperBound)
        }
    }

    private func matches(_ haystack: Span<UInt8>, at start: Int) -> Bool {
        for offset in bytes.indices where fold(haystack[start + offset]) != bytes[offset] { return false }
        return true
    }

    private func fold(_ byte: UInt8) -> UInt8 {
        !isExact && UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
