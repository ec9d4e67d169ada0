import SpawnCore

/// A question that must be answered before anything else.
package struct Dialog: Sendable, Equatable {
    package enum Answer: Sendable, Equatable {
        case cancel(tasks: [Int])
        /// Leave when every task is over.
        case leaveWhenOver
        case stopAndLeave
        case nothing
    }

    package struct Choice: Sendable, Equatable {
        package var key: Character
        package var words: String
        package var answer: Answer
    }

    package var title: String
    package var lines: [String]
    /// The last one changes nothing and is the default.
    package var choices: [Choice]
    package var selection: Int

    init(title: String, lines: [String], choices: [Choice]) {
        self.title = title
        self.lines = lines
        self.choices = choices
        selection = choices.count - 1
    }

    static func cancel(_ task: Int, _ row: TaskRow) -> Dialog {
        let attempt = row.attempt.map { "attempt \($0.tryNumber) of \($0.tryLimit) of \($0.agent ?? "llm")" }
        return Dialog(
            title: "Cancel 1 running task?",
            lines: ["\(row.description.id): \(row.description.title)", attempt ?? ""].filter { !$0.isEmpty },
            choices: [
                Choice(key: "y", words: "yes, cancel it", answer: .cancel(tasks: [task])),
                Choice(key: "n", words: "no", answer: .nothing),
            ])
    }

    static func quit(_ tasks: TaskList) -> Dialog {
        let running = tasks.count(StateGroup.running)
        let names = tasks.running.prefix(6).map { tasks[$0].description.id }.joined(separator: ", ")
        let waiting = tasks.count - tasks.over - running
        return Dialog(
            title: running > 0
                ? "\(Wording.count(running, "task")) still running" : "\(Wording.count(waiting, "task")) still waiting",
            lines: [
                running > 0
                    ? "running: " + names + (running > 6 ? " and \(running - 6) more" : "") : "nothing runs right now",
                "waiting: \(waiting)",
            ],
            choices: [
                Dialog.Choice(key: "w", words: "wait, then leave", answer: .leaveWhenOver),
                Dialog.Choice(key: "a", words: "cancel all", answer: .stopAndLeave),
                Dialog.Choice(key: "s", words: "stay", answer: .nothing),
            ])
    }

    /// Reads a key; an answer closes the dialog.
    mutating func press(_ key: Key) -> Answer? {
        switch key {
        case .left, .up: selection = max(0, selection - 1)
        case .right, .down, .tab: selection = min(choices.count - 1, selection + 1)
        case .enter: return choices[selection].answer
        case .escape, .character("q"): return .nothing
        case .character(let pressed):
            return choices.first { String($0.key) == pressed.lowercased() }?.answer
        default: break
        }
        return nil
    }
}
