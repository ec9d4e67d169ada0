package import SpawnCore

/// A question that must be answered before anything else. What it says of the run is drawn from the run as it is then.
package struct Dialog: Sendable, Equatable {
    package enum Subject: Sendable, Equatable {
        case cancel(tasks: [Int])
        case retry(tasks: [Int])
        case retryWithFallback(tasks: [Int])
        case breaker(agent: String, BreakerAction)
        /// What the run may cost is spent.
        case budget
        case quit
        /// Quitting when the run is being stopped already.
        case stopping
    }

    package enum Answer: Sendable, Equatable {
        case send(UserCommand)
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

    package let subject: Subject
    /// The last one changes nothing and is the default.
    package let choices: [Choice]
    package private(set) var selection: Int

    init(_ subject: Subject, isReadOnly: Bool = false) {
        self.subject = subject
        choices = Self.choices(of: subject).filter { !isReadOnly || !$0.answer.actsOnRun }
        selection = choices.count - 1
    }

    private static func choices(of subject: Subject) -> [Choice] {
        switch subject {
        case .cancel(let tasks): yesOrNo("yes, cancel", .cancel(tasks: tasks))
        case .retry(let tasks): yesOrNo("yes, retry", .retry(tasks: tasks))
        case .retryWithFallback(let tasks): yesOrNo("yes, hand over", .retryWithFallback(tasks: tasks))
        case .breaker(let agent, let action): yesOrNo("yes", .breaker(agent: agent, action))
        // It comes unasked, while somebody may be pressing keys: none of these does anything elsewhere.
        case .budget:
            [
                Choice(key: "a", words: "allow as much again", answer: .send(.resume)),
                Choice(key: "l", words: "let running finish", answer: .send(.endOverBudget)),
                Choice(key: "h", words: "halt the run", answer: .send(.stop(.user))),
                Choice(key: "d", words: "decide later", answer: .nothing),
            ]
        case .quit:
            [
                Choice(key: "w", words: "wait, then leave", answer: .leaveWhenOver),
                Choice(key: "a", words: "cancel all and leave", answer: .stopAndLeave),
                Choice(key: "s", words: "stay", answer: .nothing),
            ]
        case .stopping:
            [
                Choice(key: "k", words: "kill them now", answer: .stopAndLeave),
                Choice(key: "w", words: "wait for them", answer: .leaveWhenOver),
            ]
        }
    }

    private static func yesOrNo(_ words: String, _ command: UserCommand) -> [Choice] {
        [
            Choice(key: "y", words: words, answer: .send(command)), Choice(key: "n", words: "no", answer: .nothing),
        ]
    }

    /// Reads a key; an answer closes the dialog.
    mutating func press(_ key: Key) -> Answer? {
        switch key {
        case .left, .up: selection = max(0, selection - 1)
        case .right, .down, .tab: selection = min(choices.count - 1, selection + 1)
        case .enter: return choices[selection].answer
        case .escape, .character("q"): return choices.last?.answer
        case .character(let pressed):
            return choices.first { String($0.key) == pressed.lowercased() }?.answer
        default: break
        }
        return nil
    }
}

extension Dialog.Answer {
    fileprivate var actsOnRun: Bool {
        switch self {
        case .send, .stopAndLeave: true
        case .leaveWhenOver, .nothing: false
        }
    }
}
