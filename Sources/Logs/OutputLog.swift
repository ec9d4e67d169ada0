package import SpawnCore

/// One stream of an attempt as lines, wherever its bytes are: in a file of any length, and in memory what is not there. It
/// holds an index of the file, and never more of it than is asked for. Used by one thread at a time.
package final class OutputLog: SearchedLines {
    /// The most bytes given of a line.
    package static let longestLine = 65_536

    /// A line, without its end.
    package struct Line: Sendable, Equatable {
        /// Of one that is very long, its beginning.
        package var bytes: [UInt8]
        /// When its first byte came, in whole seconds since the attempt started; `nil` where that is not known.
        package var second: Int?
    }

    /// How far above a line colours may have begun that are still known.
    private static let colourWindow = 1 << 18

    /// All that was written.
    package private(set) var byteCount = 0
    /// When it was.
    package private(set) var times = OutputTimes()
    private(set) var file: LogFile?
    package private(set) var index = LineIndex()
    /// The lines after those of the index: the last one of the file, and what is in memory alone.
    private(set) var rest: [Line] = []
    package var counts = MatchCounts()
    /// How often all was read anew.
    private(set) var generation = 0

    package init() {}

    /// The lines there are, the last one also when it is not complete.
    package var lineCount: Int { index.lineCount + rest.count }

    /// Takes in what has been written since.
    ///
    /// - Parameter captured: The stream as it is now. When it is another attempt's, all is read anew.
    package func refresh(_ captured: CapturedOutput) {
        byteCount = captured.byteCount
        times = captured.times
        if let file, file.path != captured.file?.path {
            self.file = nil
            index = LineIndex()
            counts = MatchCounts()
            generation += 1
        }
        if let spill = captured.file, spill.byteCount > 0 {
            if file == nil { file = LogFile(spill.path) }
            unsafe file?.read(index.byteCount..<max(index.byteCount, spill.byteCount)) { piece, _ in
                unsafe index.append(piece)
                return true
            }
        }
        rest = lines(after: captured)
    }

    /// The lines after those of the index, with one in place of what is nowhere.
    private func lines(after captured: CapturedOutput) -> [Line] {
        let start = max(index.lineStart, index.byteCount - OutputLog.longestLine)
        let bytes = (file?.bytes(start..<index.byteCount) ?? []) + captured.head.dropFirst(index.byteCount)
        let position = max(index.byteCount, captured.head.count)
        let tailStart = captured.byteCount - captured.tail.count
        let tail = captured.tail.dropFirst(max(0, position - tailStart))
        guard position < tailStart else { return split(bytes + tail, from: start) }
        let gap = Line(bytes: Array("[… \(tailStart - position) bytes left out …]".utf8))
        return split(bytes, from: start) + [gap] + split(Array(tail), from: tailStart)
    }

    /// The lines of bytes that begin at an offset of the stream.
    private func split(_ bytes: [UInt8], from offset: Int) -> [Line] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).filter {
            // After the last line end there is no line.
            $0.startIndex < bytes.endIndex
        }.map { Line(bytes: Array($0), second: times.second(of: offset + $0.startIndex)) }
    }

    /// Some lines.
    ///
    /// - Parameter range: Which, counted from 0; what is not there is left out.
    /// - Returns: The lines.
    package func lines(_ range: Range<Int>) -> [Line] {
        let range = range.clamped(to: 0..<lineCount)
        let inFile = range.clamped(to: 0..<index.lineCount)
        let inRest = max(0, range.lowerBound - index.lineCount)..<max(0, range.upperBound - index.lineCount)
        return (inFile.isEmpty ? [] : fileLines(inFile))
            + rest[inRest].map { Line(bytes: Self.shortened($0.bytes), second: $0.second) }
    }

    /// The colours in force where a line begins, as the child wrote them, if they began in the 256 KiB above it.
    package func colours(before line: Int) -> [UInt8] {
        let end = line < index.lineCount ? offset(ofLine: line) : index.lineStart
        let above = file?.bytes(max(0, end - Self.colourWindow)..<end) ?? []
        return ColourSequences.inForce(after: above + rest.prefix(max(0, line - index.lineCount)).flatMap(\.bytes))
    }

    /// Lines of the file that the index knows.
    private func fileLines(_ range: Range<Int>) -> [Line] {
        let entry = index.entries[index.place(ofLine: range.lowerBound)]
        var number = entry.line
        var start = entry.offset
        var line: [UInt8] = []
        var lines: [Line] = []
        unsafe file?.read(entry.offset..<index.lineStart) { piece, offset in
            var rest = unsafe piece[...]
            while let end = unsafe rest.firstIndex(of: 0x0A), number < range.upperBound {
                if number >= range.lowerBound {
                    unsafe line.append(contentsOf: rest[..<end])
                    lines.append(Line(bytes: Self.shortened(line), second: times.second(of: start)))
                    line.removeAll(keepingCapacity: true)
                }
                number += 1
                start = offset + end + 1
                unsafe rest = rest[(end + 1)...]
            }
            if number >= range.lowerBound { unsafe line.append(contentsOf: rest) }
            if line.count > 2 * Self.longestLine { line = Self.shortened(line) }
            return number < range.upperBound
        }
        return lines
    }

    /// A line that is no longer than is given of one. Of one that was written over, as progress bars are, the end counts.
    private static func shortened(_ line: [UInt8]) -> [UInt8] {
        guard line.count > longestLine else { return line }
        return line.suffix(longestLine).contains(0x0D)
            ? Array(line.suffix(longestLine)) : Array(line.prefix(longestLine))
    }

    private func offset(ofLine line: Int) -> Int {
        guard line < index.lineCount else { return index.lineStart }
        let entry = index.entries[index.place(ofLine: line)]
        var left = line - entry.line
        var offset = entry.offset
        guard left > 0 else { return offset }
        unsafe file?.read(entry.offset..<index.lineStart) { piece, start in
            for place in piece.indices where unsafe piece[place] == 0x0A {
                left -= 1
                offset = start + place + 1
                if left == 0 { return false }
            }
            return true
        }
        return offset
    }
}
