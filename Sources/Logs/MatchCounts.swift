/// How many lines have a pattern in them, as far as they are counted.
package struct MatchCounts {
    /// What was looked for at last.
    var pattern: LinePattern?
    /// The lines with a match before each entry of the index.
    var before = [0]
}

/// A line with a match takes about as long as so many bytes without.
private let costOfMatch = 1_000

extension SearchedLines {
    /// Counts the lines with a pattern in them, from where it was left the last time.
    ///
    /// - Parameters:
    ///   - pattern: What to look for.
    ///   - line: One of these lines.
    ///   - most: About how many bytes to look through, fewer where many lines match.
    /// - Returns: The place of the line among all of them, counted from 1, or `nil` as long as it is not known; how many there are as
    ///   far as they are counted; and whether these are all.
    package func count(
        _ pattern: LinePattern, upTo line: Int, most: Int
    ) -> (place: Int?, total: Int, isComplete: Bool) {
        if counts.pattern !== pattern { counts = MatchCounts(pattern: pattern) }
        var total = counts.before[counts.before.count - 1]
        var left = most
        while counts.before.count < index.entries.count, left > 0 {
            let place = counts.before.count - 1
            let found = lines(pattern, inStretch: place).count
            total += found
            counts.before.append(total)
            left -= index.stretch(place).count + found * costOfMatch
        }
        let isComplete = counts.before.count == index.entries.count
        // What follows the last entry grows, so it is counted each time.
        let open = isComplete ? lines(pattern, inStretch: counts.before.count - 1) + linesOfRest(pattern) : []
        let place = index.place(ofLine: line)
        guard place < counts.before.count else { return (nil, total + open.count, isComplete) }
        let near = place + 1 < index.entries.count ? lines(pattern, inStretch: place) : open
        let number = near.firstIndex(of: line).map { counts.before[place] + $0 + 1 }
        return (number, total + open.count, isComplete)
    }
}
