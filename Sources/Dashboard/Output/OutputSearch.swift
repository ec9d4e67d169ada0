/// A text looked for in the output of a task.
package struct OutputSearch: Sendable, Equatable {
    /// A line, counted from 0, and a byte in it.
    package struct Place: Sendable, Equatable, Comparable {
        package var line: Int
        package var byte: Int

        package static func < (left: Place, right: Place) -> Bool {
            left.line == right.line ? left.byte < right.byte : left.line < right.line
        }
    }

    package internal(set) var text = ""
    /// Where it was found at last.
    package internal(set) var place: Place?
    /// Which of all the places that is, counted from 1, and how many there are.
    package internal(set) var count: (number: Int, of: Int) = (0, 0)

    /// Goes to the next place, or to the one before; past the end it goes on at the other one.
    ///
    /// - Returns: False when the text is nowhere.
    mutating func advance(in lines: [OutputLine], forward: Bool) -> Bool {
        let needle = Needle(text)
        let places = lines.enumerated().flatMap { line, content in
            needle.ranges(in: content.text).map { Place(line: line, byte: $0.lowerBound) }
        }
        let start = place ?? (forward ? Place(line: -1, byte: 0) : Place(line: lines.count, byte: 0))
        let next = forward ? places.firstIndex { $0 > start } ?? 0 : places.lastIndex { $0 < start } ?? places.count - 1
        guard places.indices.contains(next) else { return false }
        place = places[next]
        count = (next + 1, places.count)
        return true
    }

    package static func == (left: OutputSearch, right: OutputSearch) -> Bool {
        left.text == right.text && left.place == right.place
    }
}
