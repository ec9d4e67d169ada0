internal import SpawnCore

/// What every decoder does alike with a report.
extension AgentReport {
    /// Takes down a call that was not allowed.
    mutating func deny(tool: String, input: String) {
        deniedCount += 1
        guard denied.count < Self.mostDenied else { return }
        denied.append(DeniedCall(tool: Activity.fit(tool), input: Activity.fit(input)))
    }

    /// Takes down a text of the answer: a new one, or one more piece of it.
    mutating func addAnswer(_ text: String, joining: Bool) {
        guard joining, let length = answer?.utf8.count else { return takeAnswer(text) }
        let room = Self.longestAnswer - length
        guard room > 0 else { return }
        // In place: a long answer comes in thousands of pieces.
        answer?.append(contentsOf: String(decoding: text.utf8.prefix(room), as: UTF8.self))
    }

    /// Takes down a whole text of the answer, if it is another one than the last: its end often repeats it.
    mutating func takeAnswer(_ text: String?) {
        guard let text, text != answer else { return }
        answer = text
        texts += 1
    }

    /// The state of the things to do that a tool was called with.
    mutating func takeTodos(_ todos: [JSONField]?) {
        guard let todos, !todos.isEmpty else { return }
        progress = Progress(
            done: todos.count { todo in
                todo["completed"]?.bool == true
                    || ["completed", "TODO_STATUS_COMPLETED"].contains(todo["status"]?.string ?? "")
            },
            total: todos.count)
    }
}

extension ReportedFailure {
    /// A failure in the words of a tool, which may be the body of its service's answer.
    init(message: String?, field: String, value: String, meaning: ErrorMeaning? = nil) {
        let nested = message.flatMap(NestedError.init(in:))
        let text = nested.flatMap { $0.message.isEmpty ? nil : $0.message } ?? message ?? "an error without a message"
        self.init(
            meaning: nested?.meaning ?? meaning, field: nested?.meaning == nil ? field : nested?.field ?? field,
            value: nested?.meaning == nil ? value : nested?.value ?? value,
            message: TerminalText.cleaned(text.utf8.prefix(2048), limit: 500))
        // A model that is not there is reported as something that was not found.
        if self.meaning?.kind == .notFound, text.lowercased().contains("model") {
            self.meaning = ErrorMeaning(.permanent, .invalidModel)
        }
    }
}
