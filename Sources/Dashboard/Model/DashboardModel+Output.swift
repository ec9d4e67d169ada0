import SpawnCore

/// The output of the selected task: asking for it, scrolling it, looking for something in it.
extension DashboardModel {
    /// Where things are on the page of the selected task.
    var taskPage: TaskPageLayout {
        guard let row = selectedTask else { return TaskPageLayout(layout.page, promptRows: 0, attemptRows: 0) }
        return TaskPageLayout(
            layout.page, promptRows: promptLines(row).count, attemptRows: AttemptLines.count(row))
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
        if output.task != selection { output.turn(to: OutputSource(task: selection)) }
        guard run.tasks[selection].startedAt != nil else { return [] }
        guard output.awaiting == nil else {
            output.isStale = true
            return []
        }
        let question = question(of: OutputSource(task: selection, attempt: output.attempt))
        output.awaiting = question.source
        output.asked = question
        return [.fetchOutput(question)]
    }

    /// What to ask for. The overview shows a few lines; only somebody who opened the task pays for more.
    private func question(of source: OutputSource) -> OutputQuestion {
        let isOpen = page == .task
        var question = OutputQuestion(
            source: source, stream: output.stream,
            line: isOpen ? output.awaitedLine ?? (output.followsEnd ? nil : output.top.line) : nil,
            lines: isOpen ? 100 + 4 * taskPage.output.rows : 60, longestLine: isOpen ? 65_536 : 2_048,
            pattern: output.search.line == nil ? "" : output.search.text, match: isOpen ? output.search.line : nil)
        question.reading = reading(of: source)
        if !isOpen { question.reading = OutputReading(format(of: source)) }
        return question
    }

    /// How the stdout of an attempt is read where all of it is.
    func reading(of source: OutputSource) -> OutputReading {
        output.showsRaw ? OutputReading() : OutputReading(format(of: source), isUnfolded: output.isUnfolded)
    }

    /// The format of what an attempt writes to stdout.
    private func format(of source: OutputSource) -> AgentFormat {
        let row = run.tasks[source.task]
        let record = source.attempt.map { number in row.attempts.first { $0.number == number } } ?? row.attempts.last
        let tool = source.attempt == nil || record == nil ? row.attempt?.tool ?? record?.tool : record?.tool
        return tool.flatMap { options.formats[$0] } ?? .text
    }

    /// Asks for lines that are missing on the screen. The same is not asked twice: what nobody could answer is not there.
    mutating func wantMissingLines() -> [DashboardEffect] {
        guard output.awaiting == nil, let source = output.source, question(of: source) != output.asked else {
            return []
        }
        let isLacking =
            page == .task
            ? output.lacksLines(rows: taskPage.output.rows) : !output.stdout.reachesEnd || !output.stderr.reachesEnd
        return isLacking ? wantOutput() : []
    }

    mutating func receive(_ answer: OutputAnswer?, of source: OutputSource) -> [DashboardEffect] {
        guard output.awaiting == source else { return [] }
        output.awaiting = nil
        let wasStale = output.isStale
        output.isStale = false
        if let answer, output.source == source { show(answer) }
        let isCounting = page == .task && answer?.count?.isComplete == false
        return wasStale || isCounting || source.task != selection || source != output.source ? wantOutput() : []
    }

    private mutating func show(_ answer: OutputAnswer) {
        output.stdout = OutputDocument(answer.stdout, wrappedTo: outputWidth)
        output.stderr = OutputDocument(answer.stderr, wrappedTo: outputWidth)
        if let asked = output.asked, asked.match == output.search.line, asked.pattern == output.search.text {
            output.search.count = answer.count
        }
        output.showText()
        if let line = output.awaitedLine, page == .task, output.document.contains(line) { show(line: line) }
    }

    /// Where lines of output are wrapped; `nil` where they are cut.
    private var outputWidth: Int? {
        guard page == .task, output.wraps else { return nil }
        return taskPage.output.columns - (output.showsTimes ? OutputView.timeColumns : 0)
    }

    mutating func wrapOutput() {
        output.stdout.wrap(to: outputWidth)
        output.stderr.wrap(to: outputWidth)
    }

    mutating func look(_ action: Action) -> [DashboardEffect] {
        switch action {
        case .nextStream: output.show(output.stream == .stdout ? .stderr : .stdout)
        case .wrap:
            output.wraps.toggle()
            output.shift = 0
            wrapOutput()
        case .raw:
            output.showsRaw.toggle()
            return readAnew()
        case .unfold:
            guard output.stream == .stdout, output.source.map({ reading(of: $0).format }) ?? .text != .text else {
                say("nothing is folded here", .dim)
                return []
            }
            output.isUnfolded.toggle()
            return readAnew()
        case .times:
            output.showsTimes.toggle()
            wrapOutput()
        case .findNext: return findNext(forward: true)
        default: return findNext(forward: false)
        }
        return []
    }

    /// Asks for the same lines in another reading. What was found in one may not be in the other.
    private mutating func readAnew() -> [DashboardEffect] {
        output.search = OutputSearch(text: output.search.text)
        return wantOutput()
    }

    /// Goes to the attempt before the one shown, or to the one after it. The latest is followed: whatever comes next is shown.
    mutating func turnToAttempt(_ action: Action) -> [DashboardEffect] {
        guard let selection, let row = selectedTask else { return [] }
        let latest = row.latestAttempt
        let next = (output.attempt ?? latest) + (action == .earlierAttempt ? -1 : 1)
        guard (1...latest).contains(next) else {
            say(next < 1 ? "this is the first attempt" : "this is the latest attempt", .dim)
            return []
        }
        output.turn(to: OutputSource(task: selection, attempt: next == latest ? nil : next))
        return wantOutput()
    }

    mutating func find(_ text: String) -> [DashboardEffect] {
        guard !text.isEmpty else { return [] }
        output.search = OutputSearch(text: text)
        return findNext(forward: true)
    }

    private mutating func findNext(forward: Bool) -> [DashboardEffect] {
        guard !output.search.text.isEmpty, let source = output.source else {
            say("nothing to find yet; / asks for it", .dim)
            return []
        }
        if output.search.isUnderWay {
            output.search.step(forward: forward)
            return []
        }
        output.search.isUnderWay = true
        let line = output.search.line.map { forward ? $0 + 1 : $0 } ?? (forward ? 0 : output.document.lineCount)
        return [
            .find(
                OutputHunt(
                    source: source, stream: output.stream, text: output.search.text, reading: reading(of: source),
                    line: line, isForward: forward))
        ]
    }

    /// What became of a search; too late when somebody looks elsewhere by now.
    mutating func found(_ finding: OutputFinding, _ hunt: OutputHunt) -> [DashboardEffect] {
        guard hunt.source == output.source, hunt.stream == output.stream, hunt.text == output.search.text,
            hunt.reading == reading(of: hunt.source)
        else { return [] }
        output.search.isUnderWay = false
        let steps = output.search.stepsLeft
        output.search.stepsLeft = 0
        switch finding {
        case .mistake(let reason): say("'\(hunt.text)' cannot be searched for: \(reason)", .warning)
        case .nowhere: say("\(hunt.text) is not in \(Self.words(hunt))", .warning)
        case .line(let line):
            // Marks come with the answer, also where the line is here already.
            output.search.line = line
            if output.document.contains(line) { show(line: line) }
            output.awaitedLine = line
            guard steps != 0 else { return wantOutput() }
            output.search.stepsLeft = steps - steps.signum()
            return wantOutput() + findNext(forward: steps > 0)
        }
        return []
    }

    /// What was searched, and what else might be.
    private static func words(_ hunt: OutputHunt) -> String {
        guard hunt.stream == .stdout, hunt.reading.format != .text else { return hunt.stream.rawValue }
        return hunt.reading.isUnfolded
            ? "the events in words; x searches them as written" : "what is shown; o unfolds more of it, x shows all"
    }

    /// Scrolls so that a line is in the upper third of the screen.
    private mutating func show(line: Int) {
        let visible = taskPage.output.rows
        let row = output.document.row(of: OutputView.Place(line: line))
        output.scroll(by: row - visible / 3 - output.first(rows: visible), visible: visible)
    }

    /// Takes the output out of the dashboard.
    mutating func take(_ action: Action) -> [DashboardEffect] {
        guard let row = selectedTask, let source = output.source else { return [] }
        switch action {
        case .save: return [.save(source, output.stream, name: fileName(row))]
        case .pager: return [.page(source, output.stream)]
        default: return [.copyOutput(source, output.stream)]
        }
    }

    private func fileName(_ row: TaskRow) -> String {
        let id = String(row.description.id.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "_" })
        let attempt = output.attempt.map { "-attempt-\($0)" } ?? ""
        let end = attempt + (output.stream == .stderr ? ".err" : ".out")
        return "aurora-\(run.description?.runID ?? "run")-\(id)\(end)"
    }
}
