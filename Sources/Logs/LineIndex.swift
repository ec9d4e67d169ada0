internal import Glibc

/// Where lines begin in a text of any length: of one line in a thousand, and of one in every mebibyte. The others are found
/// from there. It grows with the text and is small: 100 KB for ten million lines.
package struct LineIndex: Sendable {
    /// A line, counted from 0, and the offset of its first byte.
    package struct Entry: Sendable, Equatable {
        package var line: Int
        package var offset: Int
    }

    private static let lines = 1024
    private static let bytes = 1 << 20

    /// In order; the first is that of the first line.
    package private(set) var entries = [Entry(line: 0, offset: 0)]
    /// How much of the text it knows.
    package private(set) var byteCount = 0
    /// The lines that are complete.
    package private(set) var lineCount = 0
    /// Where the line begins that is not.
    package private(set) var lineStart = 0

    package init() {}

    /// Takes in the next bytes of the text.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        var place = 0
        while place < bytes.count,
            let found = unsafe memchr(base + place, 0x0A, bytes.count - place)
        {
            place = unsafe UnsafeRawPointer(found) - base + 1
            lineCount += 1
            lineStart = byteCount + place
            let last = entries[entries.count - 1]
            if lineCount - last.line >= LineIndex.lines || lineStart - last.offset >= LineIndex.bytes {
                entries.append(Entry(line: lineCount, offset: lineStart))
            }
        }
        byteCount += bytes.count
    }

    /// The number of the last entry that is not behind a line.
    package func place(ofLine line: Int) -> Int {
        var (low, high) = (0, entries.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if entries[middle].line <= line { low = middle } else { high = middle }
        }
        return low
    }

    /// The lines from an entry to the next one, or to the line that is not complete, as offsets.
    func stretch(_ place: Int) -> Range<Int> {
        entries[place].offset..<(place + 1 < entries.count ? entries[place + 1].offset : lineStart)
    }
}
