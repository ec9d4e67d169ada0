internal import Glibc

/// Which lines of a text matches end in, told match by match in their order.
@safe struct CandidateLines {
    struct Line {
        /// Counted from 0.
        var number: Int
        /// Without its end.
        var bytes: Range<Int>
    }

    /// One match of a line is enough, but beginning anew after each would take longer than to hear of some more.
    private static let mostOfLine = 16

    private let text: UnsafeRawBufferPointer
    private(set) var found: [Line] = []
    /// Matches told of the last line found.
    private var told = 0
    /// Where the search began at last.
    private var start = 0
    /// Where the line begins up to which line ends are counted, and its number.
    private var lineStart = 0
    private var number = 0

    init(_ text: UnsafeRawBufferPointer) { unsafe self.text = unsafe text }

    /// Begins the search, or goes on with it after the last line found.
    ///
    /// - Returns: Where in the text; what is told next is counted from there.
    mutating func begin() -> Int {
        start = found.last.map { min($0.bytes.upperBound + 1, textEnd) } ?? 0
        return start
    }

    /// Takes in where a match ends.
    ///
    /// - Returns: False when too many matches are in one line, for a search that is to begin after it.
    mutating func note(_ end: Int) -> Bool {
        let last = max(0, start + end - 1)
        if let line = found.last, last <= line.bytes.upperBound {
            told += 1
            return told < Self.mostOfLine
        }
        while let lineEnd = lineEnd(from: lineStart), lineEnd < last {
            lineStart = lineEnd + 1
            number += 1
        }
        found.append(Line(number: number, bytes: lineStart..<(lineEnd(from: last) ?? textEnd)))
        told = 1
        return true
    }

    private var textEnd: Int { unsafe text.count }

    private func lineEnd(from place: Int) -> Int? {
        guard let base = unsafe text.baseAddress, place < textEnd else { return nil }
        return unsafe memchr(base + place, 0x0A, textEnd - place).map { unsafe UnsafeRawPointer($0) - base }
    }
}
