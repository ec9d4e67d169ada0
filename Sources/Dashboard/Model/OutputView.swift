import SpawnCore

/// What is shown of the output of the selected task.
package struct OutputView: Sendable {
    /// The task it belongs to; `nil` before the first answer.
    package internal(set) var task: Int?
    package internal(set) var stdout = OutputDocument()
    package internal(set) var stderr = OutputDocument()
    package internal(set) var stream = DashboardModel.Stream.stdout
    /// The first line on the screen while ``followsEnd`` is false.
    package internal(set) var top = 0
    package internal(set) var followsEnd = true
    /// Lines there were when somebody scrolled away from the end.
    package internal(set) var seen = 0
    /// The task an answer is awaited for: one question at a time.
    var awaiting: Int?
    /// Something was written since the question.
    var isStale = false

    package var document: OutputDocument { stream == .stdout ? stdout : stderr }
}

extension DashboardModel {
    /// Asks for the output of the selected task, unless an answer is on its way.
    mutating func wantOutput() -> [DashboardEffect] {
        guard tasks.contains(selection) else { return [] }
        if output.task != selection {
            let stream = output.stream
            let awaiting = output.awaiting
            output = OutputView()
            output.task = selection
            output.stream = stream
            output.awaiting = awaiting
        }
        guard tasks[selection].attempt != nil else { return [] }
        guard output.awaiting == nil else {
            output.isStale = true
            return []
        }
        output.awaiting = selection
        return [.fetchOutput(task: selection)]
    }

    mutating func receive(_ captured: LiveOutput?, of task: Int) -> [DashboardEffect] {
        guard output.awaiting == task else { return [] }
        output.awaiting = nil
        let wasStale = output.isStale
        output.isStale = false
        if let captured, output.task == task { show(captured) }
        return wasStale || task != selection ? wantOutput() : []
    }

    mutating func show(_ captured: LiveOutput) {
        let width = page == .detail ? size.columns - 2 : size.columns - 4
        // The overview shows a few lines; only somebody who opened the task pays for all of it.
        let limit = page == .detail ? Int.max : 8_192
        output.stdout = OutputDocument(captured.stdout, wrappedTo: width, limit: limit)
        output.stderr = OutputDocument(captured.stderr, wrappedTo: width, limit: limit)
    }

    /// Scrolls the open output; at its end it follows again.
    mutating func scrollOutput(by lines: Int) {
        let last = max(0, output.document.lines.count - DetailPage(self).outputRows)
        let from = output.followsEnd ? last : min(output.top, last)
        let target = max(0, min(last, from + lines))
        if output.followsEnd, target < last { output.seen = output.document.lines.count }
        output.top = target
        output.followsEnd = target == last
    }
}
