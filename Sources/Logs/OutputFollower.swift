internal import CText
package import SpawnCore

/// Reads one stream of an attempt from its beginning to its end, once, while it grows: from memory what is there, from its file
/// what is not. Used by one thread at a time.
///
/// Who reads it may be slower than the child is. Then it falls behind only so far, and what it leaves out is counted.
package final class OutputFollower {
    /// What comes next of the stream.
    package enum Piece: Sendable, Equatable {
        /// Bytes, cut anywhere.
        case bytes([UInt8])
        /// Bytes that are left out, with so many line ends among them; and the file that has them, if one has.
        case gap(lineEnds: Int, file: String?)
    }

    /// The most bytes of a piece.
    private static let longestPiece = 1 << 16
    /// The most bytes to fall behind by.
    package static let furthest = 4 << 20

    private var file: LogFile?
    /// How many bytes have been read or left out, …
    private var position = 0
    /// … and how many line ends were among them.
    private var lineEnds = 0

    package init() {}

    /// Reads what has been written since.
    ///
    /// - Parameters:
    ///   - captured: The stream as it is now.
    ///   - isOver: Whether that is all of it.
    ///   - take: Takes the next piece. The one after it is read when it returns.
    package func follow(_ captured: CapturedOutput, isOver: Bool, _ take: (Piece) async -> Void) async {
        if position < captured.head.count { await take(bytes(captured.head, from: position)) }
        let tailStart = captured.byteCount - captured.tail.count
        if position < tailStart, let spill = captured.file {
            await follow(spill, to: min(spill.byteCount, tailStart), upTo: captured.byteCount, take)
        }
        if position < tailStart {
            // What is not in the file may be on its way there.
            guard isOver || captured.file == nil else { return }
            let left = captured.lineEnds - lineEnds - Self.lineEnds(captured.tail)
            position = tailStart
            lineEnds += left
            await take(.gap(lineEnds: left, file: nil))
        }
        if position < captured.byteCount { await take(bytes(captured.tail, from: position - tailStart)) }
    }

    private func follow(
        _ spill: SpillFile, to end: Int, upTo byteCount: Int, _ take: (Piece) async -> Void
    ) async {
        file = file ?? LogFile(spill.path)
        let next = min(end, byteCount - Self.furthest)
        if position < next, let left = skip(to: next) { await take(.gap(lineEnds: left, file: spill.path)) }
        while position < end, let piece = file?.bytes(position..<min(end, position + Self.longestPiece)), !piece.isEmpty
        {
            await take(bytes(piece, from: 0))
        }
    }

    /// Leaves out what the file has up to an offset.
    ///
    /// - Returns: The line ends among it; `nil` when it has none of it.
    private func skip(to end: Int) -> Int? {
        let (start, before) = (position, lineEnds)
        unsafe file?.read(position..<end) { piece, _ in
            position += piece.count
            lineEnds += unsafe aurora_line_ends(piece.baseAddress, piece.count)
            return true
        }
        return position > start ? lineEnds - before : nil
    }

    private func bytes(_ bytes: [UInt8], from start: Int) -> Piece {
        let piece = start == 0 ? bytes : Array(bytes[start...])
        position += piece.count
        lineEnds += Self.lineEnds(piece)
        return .bytes(piece)
    }

    private static func lineEnds(_ bytes: [UInt8]) -> Int {
        unsafe bytes.withUnsafeBytes { unsafe aurora_line_ends($0.baseAddress, $0.count) }
    }
}
