/// A text that is looked for in others. Letters of ASCII match in either case, unless the text has a capital in it.
package struct Needle: Equatable, Sendable {
    private let bytes: [UInt8]
    private let isExact: Bool
    /// Its first byte, and the same in the other case where either will do.
    private let first: UInt8
    private let otherFirst: UInt8

    package init(_ text: String) {
        bytes = Array(text.utf8)
        isExact = bytes.contains { UInt8(ascii: "A") <= $0 && $0 <= UInt8(ascii: "Z") }
        first = bytes.first ?? 0
        let isLetter = UInt8(ascii: "a") <= first && first <= UInt8(ascii: "z")
        otherFirst = isLetter && !isExact ? first & ~0x20 : first
    }

    package var isEmpty: Bool { bytes.isEmpty }

    package func isFound(in text: String) -> Bool { place(in: text.utf8.span, from: 0) != nil }

    /// Where it is found, as ranges of bytes of the text's UTF-8; none overlaps another.
    package func ranges(in text: String, most: Int = .max) -> [Range<Int>] {
        let haystack = text.utf8.span
        var found: [Range<Int>] = []
        while found.count < most, let start = place(in: haystack, from: found.last?.upperBound ?? 0) {
            found.append(start..<start + bytes.count)
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

    /// The next place at or after another. A filter asks this of several texts for each of very many tasks.
    private func place(in haystack: Span<UInt8>, from start: Int) -> Int? {
        guard !bytes.isEmpty, start <= haystack.count - bytes.count else { return nil }
        for place in start...haystack.count - bytes.count {
            let byte = haystack[place]
            if byte == first || byte == otherFirst, matches(haystack, at: place) { return place }
        }
        return nil
    }

    private func matches(_ haystack: Span<UInt8>, at start: Int) -> Bool {
        for offset in bytes.indices where fold(haystack[start + offset]) != bytes[offset] { return false }
        return true
    }

    private func fold(_ byte: UInt8) -> UInt8 {
        !isExact && UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
