internal import Glibc

/// Which lines of a text matches end in, told match by match in their order.
@safe struct CandidateLines {
    struct Line {
        /// Counted from 0.
        var number: Int
        /// Without its end.
        var bytes: Range<Int>
    }

    private let text: UnsafeRawBufferPointer
    private(set) var found: [Line] = []
    /// Where the line begins up to which line ends are counted, and its number.
    private var lineStart = 0
    private var number = 0

    init(_ text: UnsafeRawBufferPointer) { unsafe self.text = unsafe text }

    /// Takes in that a match ends at an offset.
    mutating func note(_ end: Int) {
        let last = max(0, end - 1)
        if let line = found.last, last <= line.bytes.upperBound { return }
        while let lineEnd = lineEnd(from: lineStart), lineEnd < last {
            lineStart = lineEnd + 1
            number += 1
        }
        let textEnd = unsafe text.count
        found.append(Line(number: number, bytes: lineStart..<(lineEnd(from: last) ?? textEnd)))
    }

    private func lineEnd(from place: Int) -> Int? {
        guard let base = unsafe text.baseAddress, unsafe place < text.count else { return nil }
        return unsafe memchr(base + place, 0x0A, text.count - place).map { unsafe UnsafeRawPointer($0) - base }
    }
}
