import SpawnCore

/// One stream of a task as it can be read on the screen: cleaned, and wrapped to a width.
package struct OutputDocument: Sendable {
    package private(set) var lines: [String] = []
    /// All the child wrote, kept or not.
    package private(set) var byteCount = 0

    init() {}

    /// Reads at most the last `limit` bytes of a stream.
    init(_ captured: CapturedOutput, wrappedTo width: Int, limit: Int = .max) {
        byteCount = captured.byteCount
        let isWhole = limit >= captured.head.count + captured.tail.count
        let bytes = isWhole ? [] : captured.suffix(limit)
        var read = isWhole ? OutputCleaner.lines(of: Array(captured.text.utf8)) : OutputCleaner.lines(of: bytes)
        // The cut goes through a line, perhaps through a character.
        if !isWhole, read.count > 1 { read.removeFirst() }
        lines = read.flatMap { Self.wrap($0, to: max(1, width)) }
    }

    static func wrap(_ line: String, to width: Int) -> [String] {
        guard line.utf8.count > width else { return [line] }
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var used = 0
        for scalar in line.unicodeScalars {
            let columns =
                switch ScalarWidth.of(scalar) {
                case .columns(let columns): columns
                case .replaced: 1
                case .mark, .omitted: 0
                }
            if used + columns > width, used > 0 {
                pieces.append(String(piece))
                piece = String.UnicodeScalarView()
                used = 0
            }
            piece.append(scalar)
            used += columns
        }
        pieces.append(String(piece))
        return pieces
    }
}
