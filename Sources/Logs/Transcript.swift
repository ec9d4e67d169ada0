internal import AgentOutput
package import SpawnCore

/// The events of an agent told in words: a view of a log in which a line is told in several rows, or in none.
///
/// Its lines have the numbers of the log's, so that whoever looks at one in words finds it as it was written too. They are told
/// in stretches, each from an entry of the log's index to the next and by itself: what is told of a line depends on nothing
/// far above it, and any of them is told in a few milliseconds. Used by one thread at a time.
package final class Transcript: SearchedLines {
    /// A line that tells something.
    package struct Line: Sendable, Equatable {
        /// Which of the log's, counted from 0.
        package var number: Int
        /// What it tells, with the colours of its parts: rows parted by line ends.
        package var bytes: [UInt8]
        package var rows: Int
        /// When its first byte came, in whole seconds since the attempt started; `nil` where that is not known.
        package var second: Int?
    }

    /// About how many bytes are told for one answer, when there are too few rows in them.
    private static let mostTold = 16_000_000
    /// Stretches that are kept.
    private static let mostKept = 8

    private let log: OutputLog
    private let format: AgentFormat
    /// Those told last, by their entries, as far as the file had them.
    private var kept: [(place: Int, teller: TranscriptTeller)] = []
    private var generation = 0
    package var counts = MatchCounts()
    /// Whether what calls of tools gave back is shown whole.
    package var isUnfolded = false {
        didSet { if isUnfolded != oldValue { counts = MatchCounts() } }
    }

    /// Creates a transcript of what is, and will be, in a log; `nil` for ``AgentFormat/text``, which people can read as it is.
    package init?(_ log: OutputLog, _ format: AgentFormat) {
        guard AgentTranscript(format) != nil else { return nil }
        self.log = log
        self.format = format
    }

    package var index: LineIndex { log.index }

    /// Lines that tell something.
    ///
    /// - Parameters:
    ///   - line: The line to be in the middle, counted from 0; `nil` wants the end.
    ///   - most: How many rows are wanted.
    /// - Returns: The lines, and those of the log that they are all of. They are fewer rows where many lines tell nothing.
    package func lines(around line: Int?, rows most: Int) -> (range: Range<Int>, lines: [Line]) {
        let last = index.entries.count - 1
        let middle = line ?? log.lineCount
        var places = index.place(ofLine: middle)...index.place(ofLine: middle)
        var found = lines(inStretch: places.lowerBound, withRest: places.lowerBound == last)
        let half = line == nil ? most : most / 2
        var left = Self.mostTold
        func rows(_ isWanted: (Line) -> Bool) -> Int { found.reduce(0) { $0 + (isWanted($1) ? $1.rows : 0) } }
        while places.lowerBound > 0, left > 0, rows({ $0.number < middle }) < half {
            places = (places.lowerBound - 1)...places.upperBound
            found = lines(inStretch: places.lowerBound, withRest: false) + found
            left -= index.stretch(places.lowerBound).count
        }
        while places.upperBound < last, left > 0, rows({ $0.number >= middle }) < half {
            places = places.lowerBound...(places.upperBound + 1)
            found += lines(inStretch: places.upperBound, withRest: places.upperBound == last)
            left -= index.stretch(places.upperBound).count
        }
        var range =
            index.entries[places.lowerBound]
            .line..<(places.upperBound == last
            ? log.lineCount : index.entries[places.upperBound + 1].line)
        var (above, below) = (rows { $0.number < middle }, rows { $0.number >= middle })
        var kept = found[...]
        while let first = kept.first, first.number < middle, above - first.rows >= half {
            above -= first.rows
            kept.removeFirst()
            range = (first.number + 1)..<range.upperBound
        }
        while let end = kept.last, end.number >= middle, below - end.rows >= half {
            below -= end.rows
            kept.removeLast()
            range = range.lowerBound..<end.number
        }
        return (range, Array(kept))
    }

    /// What one line tells; `nil` for one that tells nothing.
    package func line(_ number: Int) -> Line? {
        let place = index.place(ofLine: number)
        return lines(inStretch: place, withRest: number >= index.lineCount).first { $0.number == number }
    }

    // MARK: Searching

    package func lines(_ pattern: LinePattern, inStretch place: Int) -> [Int] {
        found(pattern, in: lines(inStretch: place, withRest: false))
    }

    package func linesOfRest(_ pattern: LinePattern) -> [Int] {
        let last = index.entries.count - 1
        return found(pattern, in: lines(inStretch: last, withRest: true).filter { $0.number >= index.lineCount })
    }

    /// The numbers of the lines with a pattern in one of their rows.
    private func found(_ pattern: LinePattern, in lines: [Line]) -> [Int] {
        var text: [UInt8] = []
        var numbers: [Int] = []
        for line in lines {
            text += line.bytes + [0x0A]
            numbers += repeatElement(line.number, count: line.rows)
        }
        let matches = unsafe text.withUnsafeBytes { unsafe pattern.lines(in: $0) }.map { numbers[$0] }
        return matches.indices.filter { $0 == 0 || matches[$0] != matches[$0 - 1] }.map { matches[$0] }
    }

    // MARK: Telling

    private func lines(inStretch place: Int, withRest: Bool) -> [Line] {
        var teller = teller(place)
        if withRest {
            for (number, line) in log.rest.enumerated() {
                teller.feed(line.bytes[...])
                // One that has begun may be told when it is whole.
                let isPart = number == log.rest.count - 1 && line.bytes.count >= OutputLog.longestLine
                teller.endLine(line.second, isLast: number == log.rest.count - 1, isPart: isPart)
            }
            teller.finish()
        }
        return teller.lines(isUnfolded: isUnfolded, times: log.times)
    }

    /// What tells the lines from an entry to the next, or to the end of the index, when it has done so.
    private func teller(_ place: Int) -> TranscriptTeller {
        if generation != log.generation {
            (generation, kept, counts) = (log.generation, [], MatchCounts())
        }
        let stretch = index.stretch(place)
        let entry = index.entries[place]
        var teller =
            kept.firstIndex { $0.place == place }.map { kept.remove(at: $0).teller }
            ?? TranscriptTeller(format, line: entry.line, offset: entry.offset)
        unsafe log.file?.read(teller.offset..<max(teller.offset, stretch.upperBound)) { piece, _ in
            unsafe teller.take(Array(piece))
            return true
        }
        if place < index.entries.count - 1 { teller.finish() }
        kept.append((place, teller))
        if kept.count > Self.mostKept { kept.removeFirst() }
        return teller
    }
}
