package import SpawnCore

/// Says what happens in a run in plain lines, for a log or a terminal without the dashboard.
///
/// A pure function of the events: it reads no clock and writes nowhere. Everything that comes from children or files is
/// cleaned before it is part of a line.
package struct PlainReporter {
    private let verbosity: RunOptions.Verbosity
    private let usesColours: Bool
    private var tasks: [Int: TaskDescription] = [:]
    private var breakers: [String: BreakerState] = [:]
    private var budget = RunBudget()
    private let permissions: [Permission?]
    /// Those that were not allowed all they wanted to do.
    private var denied: Set<Int> = []
    /// Those of tasks that have one of their own.
    private var taskBudgets: [Int: RunBudget] = [:]

    /// Creates a reporter.
    ///
    /// - Parameters:
    ///   - verbosity: Quiet says failures and the summary, verbose says starts and output too.
    ///   - usesColours: Whether lines may carry colours.
    ///   - permissions: What the agent of each task may do, by the tasks' places in the input; `nil` is left to its tool.
    package init(
        verbosity: RunOptions.Verbosity = .normal, usesColours: Bool = false, permissions: [Permission?] = []
    ) {
        self.permissions = permissions
        self.verbosity = verbosity
        self.usesColours = usesColours
    }

    /// Whether a stream may have colours: only a terminal, and not when NO_COLOR is set to anything (no-color.org).
    package static func allowsColours(isTerminal: Bool, environment: [String: String]) -> Bool {
        isTerminal && environment["NO_COLOR", default: ""].isEmpty
    }

    /// The lines an event is worth; often none. Events must be given in order.
    package mutating func lines(for event: SpawnEvent) -> [String] {
        switch event.kind {
        case .taskAdded(let place, let task):
            tasks[place] = TaskDescription(task)
            taskBudgets[place] = task.budget.map { RunBudget(dollars: $0) }
        case .taskReopened(let task): taskBudgets[task] = tasks[task]?.budget.map { RunBudget(dollars: $0) }
        default: break
        }
        return messages(for: event).filter { $0.level >= lowestLevel }.map { line($0, at: event.moment) }
    }

    /// Lines about what a task writes, as ``OutputLines`` gives them.
    package func lines(_ output: [String], ofTask task: Int, at moment: Moment) -> [String] {
        output.map { line(PlainMessage($0, .detail).about(name(task)), at: moment) }
    }

    /// How a run ended, in a line without its time.
    ///
    /// - Parameters:
    ///   - metrics: Its figures.
    ///   - duration: How long it took.
    ///   - denied: How many tasks were not allowed all they wanted to do.
    /// - Returns: The line.
    package static func summary(of metrics: RecoveryMetrics, after duration: Duration, denied: Int = 0) -> String {
        PlainMessage(metrics, after: .start + duration, denied: denied).text
    }

    private func line(_ message: PlainMessage, at moment: Moment) -> String {
        let time = moment.seconds.fixed(1)
        let text = usesColours ? message.colour.wrap(message.text) : message.text
        return "[\(String(repeating: " ", count: max(0, 7 - time.count)))\(time)] \(text)"
    }

    private mutating func messages(for event: SpawnEvent) -> [PlainMessage] {
        let message = [message(for: event)].compactMap(\.self)
        switch event.kind {
        case .runStarted(let run): budget = RunBudget(dollars: run.budget, tokens: run.tokenBudget)
        case .pauseChanged(isPaused: false) where budget.isSpent: budget.raise()
        case .attemptEnded(let task, let record):
            return message + record.spills.compactMap { PlainMessage($0, of: record)?.about(name(task)) }
                + (Self.spend(record.account, of: &taskBudgets[task]).map { [$0.about(name(task))] } ?? [])
                + spend(record.account)
        default: break
        }
        return message
    }

    /// Tells when four fifths of what a task may cost are used; its end tells when all of it is.
    private static func spend(_ account: AgentAccount?, of budget: inout RunBudget?) -> PlainMessage? {
        let before = budget?.part ?? 0
        budget?.add(account)
        guard let budget, let part = budget.part, let most = budget.dollars, before < 0.8, part >= 0.8, part < 1 else {
            return nil
        }
        return PlainMessage("80 % of its budget are used: \(budget.spent.words) of \(most.words)", .normal, .warning)
    }

    /// Tells when four fifths of the budget are used, and when all of it is.
    private mutating func spend(_ account: AgentAccount?) -> [PlainMessage] {
        let before = budget.part ?? 0
        budget.add(account)
        guard let part = budget.part, let bound = [1, 0.8].first(where: { before < $0 && part >= $0 }) else {
            return []
        }
        let money = budget.dollars.map { "$\(budget.spent.value.fixed(4)) of $\($0.value.fixed(4))" }
        let tokens = budget.tokens.map { "\(budget.used) of \($0) tokens" }
        let words = [money, tokens].compactMap(\.self).joined(separator: ", ")
        return [
            PlainMessage(
                bound < 1
                    ? "80 % of the budget are used: \(words)"
                    : "the budget is spent, nothing more is started: \(words)", .important, .warning)
        ]
    }

    private var lowestLevel: PlainMessage.Level {
        switch verbosity {
        case .quiet: .important
        case .normal: .normal
        case .verbose: .detail
        }
    }

    private mutating func message(for event: SpawnEvent) -> PlainMessage? {
        switch event.kind {
        case .runStarted(let run):
            PlainMessage("run \(run.runID.cleaned): \(run.taskCount) tasks, \(run.maxConcurrent) at once")
        // What children write is told line by line.
        case .taskAdded, .attemptOutput, .commandAccepted, .allTasksEnded: nil
        case .taskWaiting(let task, let reason):
            Self.message(for: reason, at: event.moment).map { $0.about(name(task)) }
        case .attemptStarted(let task, let start):
            PlainMessage(
                "\(name(task)): attempt \(start.number) started: \(Self.who(start.agent)), "
                    + "try \(start.tryNumber) of \(start.tryLimit), pid \(start.pid)\(start.isProbe ? ", probe" : "")",
                .detail)
        case .timeoutExtended(let task, let until):
            PlainMessage("\(name(task)): time limit extended, \((until - event.moment).brief) left", .detail)
        case .attemptTerminating(let task, let reason):
            PlainMessage("\(name(task)): being ended: \(reason.words)", .detail)
        case .attemptEnded(let task, let record): PlainMessage(record)?.about(name(task))
        case .taskEnded(let result): end(result)
        case .taskReopened(let task): reopen(task)
        case .breakerChanged(let snapshot): breakerMessage(snapshot)
        case .cooldownChanged(let tool, _, let until, nil):
            PlainMessage(
                until.map {
                    "\(tool.cleaned) cools down for \(($0 - event.moment).brief): its service refuses everyone"
                }
                    ?? "\(tool.cleaned) serves again", .normal, .warning)
        case .cooldownChanged(let tool, _, let until, let trouble?):
            PlainMessage(
                (until.map {
                    $0 > event.moment
                        ? "\(tool.cleaned) is held and tried again in \(($0 - event.moment).brief): " : ""
                }
                    ?? "\(tool.cleaned) is not waited for any longer: ") + trouble.words(of: tool).cleaned, .important,
                .warning)
        case .slotsChanged(let slots): PlainMessage("\(slots) at once from now on")
        case .pauseChanged(let isPaused): PlainMessage(isPaused ? "starting is paused" : "starting is resumed")
        case .commandRefused(_, let reason): PlainMessage("refused: \(reason.cleaned)", .important, .failure)
        case .runStopping(let cause): PlainMessage("stopping: \(cause.words)", .important, .warning)
        case .runEnded(let metrics): PlainMessage(metrics, after: event.moment, denied: denied.count)
        }
    }

    private mutating func end(_ result: SpawnResult) -> PlainMessage {
        let task = result.taskIndex
        if result.deniedCount > 0 { denied.insert(task) }
        let permissions = permissions.indices.contains(task) ? permissions[task] : nil
        return PlainMessage(result, permissions: permissions).about(name(task))
    }

    private mutating func reopen(_ task: Int) -> PlainMessage {
        denied.remove(task)
        return PlainMessage("\(name(task)): runs again")
    }

    /// Counts that change are for the dashboard; here only a change of state is news.
    private mutating func breakerMessage(_ snapshot: BreakerSnapshot) -> PlainMessage? {
        let before = breakers.updateValue(snapshot.state, forKey: snapshot.agent)
        guard before ?? .closed != snapshot.state else { return nil }
        // What an earlier run has left did not change now, and was not closed before.
        let isInherited = before == nil && snapshot.lastChange.map { $0.moment < .start } ?? false
        let change =
            isInherited
            ? "\(snapshot.state.words) since before this run"
            : "\((before ?? .closed).words) to \(snapshot.state.words)"
        return PlainMessage(
            "breaker of \(snapshot.agent.cleaned): \(change), \(snapshot.failures) of \(snapshot.threshold) failures",
            .normal, snapshot.state == .closed ? .success : .warning)
    }

    private static func message(for reason: WaitReason, at now: Moment) -> PlainMessage? {
        switch reason {
        case .slot, .dependencies, .stagger, .paused: nil
        // Why its tool is held is said once, of the tool; and many wait for memory, again and again.
        case .held, .memory: PlainMessage(reason.words(at: now), .detail, .warning)
        case .backoff, .cooldown, .exhausted, .fallback: PlainMessage(reason.words(at: now), .normal, .warning)
        }
    }

    private func name(_ task: Int) -> String {
        guard let description = tasks[task] else { return "task \(task + 1)" }
        return description.agent.map { "\(description.id.cleaned) (\($0.cleaned))" } ?? description.id.cleaned
    }

    private static func who(_ agent: String?) -> String { agent?.cleaned ?? "plain LLM" }
}
