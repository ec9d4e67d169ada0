import SpawnCore

/// What is shown of the output of the selected task.
package struct OutputView: Sendable {
    package enum Stream: String, Sendable { case stdout, stderr }

    /// The task it belongs to; `nil` before the first answer.
    package internal(set) var task: Int?
    package internal(set) var stdout = OutputDocument()
    package internal(set) var stderr = OutputDocument()
    package internal(set) var stream = Stream.stdout
    package internal(set) var wraps = true
    /// The first row on the screen while ``followsEnd`` is false.
    package internal(set) var top = 0
    /// Columns that long lines are moved to the left by.
    package internal(set) var shift = 0
    package internal(set) var followsEnd = true
    /// Lines there were when somebody scrolled away from the end.
    package internal(set) var seen = 0
    package internal(set) var search = OutputSearch()
    /// The line to show as soon as the output is here.
    var awaitedLine: Int?
    /// The task an answer is awaited for: one question at a time.
    var awaiting: Int?
    /// Something was written since the question.
    var isStale = false

    package var document: OutputDocument {
        get { stream == .stdout ? stdout : stderr }
        set { if stream == .stdout { stdout = newValue } else { stderr = newValue } }
    }

    /// The first row on the screen, of which so many rows fit.
    func first(rows: Int) -> Int {
        let last = max(0, document.rows.count - rows)
        return followsEnd ? last : min(top, last)
    }

    /// The same for another task; what somebody chose of how to look stays.
    mutating func turn(to task: Int) {
        var next = OutputView()
        next.task = task
        next.stream = stream
        next.wraps = wraps
        next.awaiting = awaiting
        next.search.text = search.text
        self = next
    }

    /// Scrolls; at the end it follows again.
    mutating func scroll(by rows: Int, visible: Int) {
        let last = max(0, document.rows.count - visible)
        let target = max(0, min(last, first(rows: visible) + rows))
        if followsEnd, target < last { seen = document.lines.count }
        top = target
        followsEnd = target == last
    }

    mutating func show(_ next: Stream) {
        stream = next
        followsEnd = true
        search.place = nil
    }
}
