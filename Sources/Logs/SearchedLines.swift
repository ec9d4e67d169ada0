/// Lines that are searched as a person sees them: of a log as they were written, or in the words of a transcript.
///
/// They are looked through in stretches of the log's index.
package protocol SearchedLines: AnyObject {
    /// Where the lines are.
    var index: LineIndex { get }
    /// Those that were counted.
    var counts: MatchCounts { get set }
    /// The lines with a pattern in them from an entry of the index to the next, in order.
    func lines(_ pattern: LinePattern, inStretch place: Int) -> [Int]
    /// Those after the lines of the index.
    func linesOfRest(_ pattern: LinePattern) -> [Int]
}

extension SearchedLines {
    /// The lines with a pattern in them, in order.
    ///
    /// - Parameters:
    ///   - pattern: What to look for.
    ///   - line: The first line to look at.
    ///   - most: No more are given.
    /// - Returns: The lines.
    package func matches(of pattern: LinePattern, from line: Int, most: Int) -> [Int] {
        var found: [Int] = []
        var place = index.place(ofLine: line)
        while place < index.entries.count, found.count < most {
            found += lines(pattern, inStretch: place).filter { $0 >= line }
            place += 1
        }
        if found.count < most { found += linesOfRest(pattern).filter { $0 >= line } }
        return Array(found.prefix(most))
    }

    /// The next line with a pattern in it.
    ///
    /// - Parameters:
    ///   - pattern: What to look for.
    ///   - line: The first line to look at.
    /// - Returns: The line; `nil` when there is none from there to the end.
    package func next(_ pattern: LinePattern, from line: Int) -> Int? {
        matches(of: pattern, from: line, most: 1).first
    }

    /// The last line with a pattern in it before a line.
    ///
    /// - Parameters:
    ///   - pattern: What to look for.
    ///   - line: The first line not to look at.
    /// - Returns: The line; `nil` when there is none from the beginning to there.
    package func previous(_ pattern: LinePattern, before line: Int) -> Int? {
        if let found = linesOfRest(pattern).last(where: { $0 < line }) { return found }
        for place in (0...index.place(ofLine: line)).reversed() {
            if let found = lines(pattern, inStretch: place).last(where: { $0 < line }) { return found }
        }
        return nil
    }
}

extension OutputLog {
    /// The most bytes of a line of the file that are searched: far more than a screen shows of one.
    private static let longestSearched = 1 << 24

    /// The lines with a pattern in them from an entry of the index to the next.
    package func lines(_ pattern: LinePattern, inStretch place: Int) -> [Int] {
        guard let file else { return [] }
        let bytes = unsafe file.whole(index.stretch(place).prefix(Self.longestSearched))
        return unsafe pattern.lines(in: bytes).map { index.entries[place].line + $0 }
    }

    /// Those after the lines of the index.
    package func linesOfRest(_ pattern: LinePattern) -> [Int] {
        rest.indices.filter { pattern.isFound(in: rest[$0].bytes) }.map { index.lineCount + $0 }
    }
}
