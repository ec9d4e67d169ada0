import SpawnCore

/// The output of the selected task: asking for it, scrolling it, looking for something in it.
extension DashboardModel {
    /// Where things are on the page of the selected task.
    var taskPage: TaskPageLayout {
        guard let row = selectedTask else { return TaskPageLayout(layout.page, promptRows: 0, attemptRows: 0) }
        return TaskPageLayout(
            layout.page, promptRows: promptLines(row).count,
            attemptRows: row.attempts.count + (row.state.group == .running ? 1 : 0))
    }

    /// The prompt as the page of a task shows it: as many lines as could ever have room.
    func promptLines(_ row: TaskRow) -> [String] {
        let most = max(1, size.rows / 8)
        let width = max(1, size.columns - 4)
        return row.description.prompt.prefix(most * width).split(separator: "\n", omittingEmptySubsequences: false)
            .prefix(most).flatMap { TextWrap.pieces(of: String($0), width: width) }
    }

    /// Asks for the output of the selected task, unless an answer is on its way.
    mutating func wantOutput() -> [DashboardEffect] {
        guard let selection else {
            output.task = nil
            return []
        }
        if output.task != selection { output.turn(to: selection) }
        guard run.tasks[selection].startedAt != nil else { return [] }
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

    private mutating func show(_ captured: LiveOutput) {
        // The overview shows a few lines; only somebody who opened the task pays for all of it.
        let limit = page == .task ? Int.max : 8_192
        output.stdout = OutputDocument(captured.stdout, wrappedTo: outputWidth, limit: limit)
        output.stderr = OutputDocument(captured.stderr, wrappedTo: outputWidth, limit: limit)
        if let line = output.awaitedLine, page == .task {
            output.awaitedLine = nil
            show(line: line)
        }
    }

    /// Where lines of output are wrapped; `nil` where they are cut.
    private var outputWidth: Int? {
        page == .task && output.wraps ? taskPage.output.columns : nil
    }

    mutating func wrapOutput() {
        output.stdout.wrap(to: outputWidth)
        output.stderr.wrap(to: outputWidth)
    }

    mutating func look(_ action: Action) {
        switch action {
        case .nextStream: output.show(output.stream == .stdout ? .stderr : .stdout)
        case .wrap:
            output.wraps.toggle()
            output.shift = 0
            wrapOutput()
        case .findNext: findNext(forward: true)
        default: findNext(forward: false)
        }
    }

    mutating func find(_ text: String) {
        guard !text.isEmpty else { return }
        output.search = OutputSearch(text: text)
        findNext(forward: true)
    }

    private mutating func findNext(forward: Bool) {
        guard !output.search.text.isEmpty else { return say("nothing to find yet; / asks for it", .dim) }
        guard output.search.advance(in: output.document.lines, forward: forward), let place = output.search.place
        else { return say("\(output.search.text) is not in \(output.stream.rawValue)", .warning) }
        show(line: place.line, byte: place.byte)
    }

    /// Scrolls so that a line is in the upper third of the screen.
    private mutating func show(line: Int, byte: Int = 0) {
        guard output.document.lines.indices.contains(line) else { return }
        let scalar = output.document.lines[line].text.utf8.prefix(byte).count { $0 & 0xC0 != 0x80 }
        let row = output.document.row(of: line, scalar: scalar)
        let visible = taskPage.output.rows
        output.scroll(by: row - visible / 3 - output.first(rows: visible), visible: visible)
    }

    /// Takes the output out of the dashboard.
    mutating func take(_ action: Action) -> [DashboardEffect] {
        guard let row = selectedTask, let task = output.task else { return [] }
        switch action {
        case .save: return [.save(task: task, output.stream, name: fileName(row))]
        case .pager: return [.page(task: task, output.stream)]
        default:
            let lines = output.document.lines.count
            guard lines > 0 else {
                say("nothing to copy", .dim)
                return []
            }
            say("copied \(Wording.count(lines, "line")), if the terminal lets programs do that", .text)
            return [.copy(output.document.text)]
        }
    }

    private func fileName(_ row: TaskRow) -> String {
        let id = String(row.description.id.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "_" })
        let end = output.stream == .stderr ? ".err" : ".out"
        return "aurora-\(run.description?.runID ?? "run")-\(id)\(end)"
    }
}
