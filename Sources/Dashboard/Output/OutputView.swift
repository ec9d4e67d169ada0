/// What is shown of the output of the selected task.
package struct OutputView: Sendable {
    package enum Stream: String, Sendable { case stdout, stderr }

    /// A line, counted from 0, and a scalar in it.
    package struct Place: Sendable, Equatable {
        package var line = 0
        package var scalar = 0
    }

    /// Further than any text goes: the way to its ends.
    static let whole = 1_000_000_000

    /// Columns for the time of a line, the blank after it included.
    static let timeColumns = 9

    /// The task it belongs to; `nil` while none is selected.
    package internal(set) var task: Int?
    /// The attempt somebody went to; `nil` shows the running one, else the last.
    package internal(set) var attempt: Int?
    package internal(set) var stdout = OutputDocument()
    package internal(set) var stderr = OutputDocument()
    package internal(set) var stream = Stream.stdout
    package internal(set) var wraps = true
    /// Whether each line has the time it came at before it.
    package internal(set) var showsTimes = false
    /// Whether events are shown as they were written, rather than told in words.
    package internal(set) var showsRaw = false
    /// Whether what calls of tools gave back is shown whole, rather than its first line.
    package internal(set) var isUnfolded = false
    /// What is on the first row of the screen while ``followsEnd`` is false.
    package internal(set) var top = Place()
    /// Columns that long lines are moved to the left by.
    package internal(set) var shift = 0
    package internal(set) var followsEnd = true
    /// Lines there were when somebody scrolled away from the end.
    package internal(set) var seen = 0
    package internal(set) var search = OutputSearch()
    /// The line to show as soon as it is here.
    var awaitedLine: Int?
    /// Whose output an answer is awaited for: one question at a time.
    var awaiting: OutputSource?
    /// True for an attempt that somebody went to for what it wrote, whichever stream that is on, until the first answer.
    var wantsText = false
    /// The last question.
    var asked: OutputQuestion?
    /// Something was written since the question.
    var isStale = false

    /// Whose output it is.
    package var source: OutputSource? { task.map { OutputSource(task: $0, attempt: attempt) } }

    package var document: OutputDocument {
        get { stream == .stdout ? stdout : stderr }
        set { if stream == .stdout { stdout = newValue } else { stderr = newValue } }
    }

    /// The first row on the screen, of which so many rows fit, among those at hand.
    func first(rows: Int) -> Int {
        let last = max(0, document.rows.count - rows)
        return followsEnd ? last : min(document.row(of: top), last)
    }

    /// Whether lines are missing on the screen or just beyond it.
    func lacksLines(rows: Int) -> Bool {
        if let awaitedLine { return !document.contains(awaitedLine) }
        let first = first(rows: rows)
        return !document.reachesEnd && (followsEnd || first + 2 * rows > document.rows.count)
            || !document.beginsAtFirstLine && !followsEnd && first < rows
    }

    /// The same for another task or attempt; what somebody chose of how to look stays.
    mutating func turn(to source: OutputSource) {
        var next = OutputView()
        next.task = source.task
        next.attempt = source.attempt
        next.stream = stream
        next.wraps = wraps
        next.showsTimes = showsTimes
        next.showsRaw = showsRaw
        next.isUnfolded = isUnfolded
        next.awaiting = awaiting
        next.search.text = search.text
        self = next
    }

    /// Scrolls; at the end it follows again.
    mutating func scroll(by rows: Int, visible: Int) {
        awaitedLine = nil
        if rows <= -Self.whole || rows >= Self.whole { return scrollToEnd(isFirst: rows < 0) }
        let last = max(0, document.rows.count - visible)
        let target = max(0, min(last, first(rows: visible) + rows))
        if followsEnd, target < last { seen = document.lineCount }
        if document.rows.indices.contains(target) {
            let row = document.rows[target]
            top = Place(line: row.line, scalar: row.scalars.lowerBound)
        }
        followsEnd = target == last && document.reachesEnd
    }

    private mutating func scrollToEnd(isFirst: Bool) {
        if isFirst, followsEnd { seen = document.lineCount }
        top = Place()
        followsEnd = !isFirst
    }

    /// Shows the other stream where it alone has something, if that is wanted.
    mutating func showText() {
        let other = stream == .stdout ? stderr : stdout
        if wantsText, document.byteCount == 0, other.byteCount > 0 { show(stream == .stdout ? .stderr : .stdout) }
        wantsText = false
    }

    mutating func show(_ next: Stream) {
        stream = next
        followsEnd = true
        awaitedLine = nil
        search = OutputSearch(text: search.text)
    }
}
