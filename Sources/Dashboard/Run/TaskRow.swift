package import SpawnCore

/// What is kept of one task. Output is not: it is asked for when somebody looks.
///
/// A run may have 100,000 of these. So what a task is in the middle of, and how it ended, share one place outside of the row.
package struct TaskRow: Sendable {
    package let description: TaskDescription
    /// Changed through ``TaskList`` alone, which counts.
    package internal(set) var state = TaskState.waiting
    private var course: Course?
    /// When the first attempt started; `nil` before.
    package var startedAt: Moment?
    /// When the state last changed.
    package var changedAt = Moment.start
    /// Which try of its agent was the last, and of how many; `nil` when the agent has not run. The fallback is none.
    package var tries: (number: Int32, limit: Int32)?
    /// What it does, in the words of its agent, or the last line of output. Of a task that succeeded with an agent that
    /// reports as data, the first line of its answer.
    package var line = ""
    /// The attempts that are over.
    package var attempts: [AttemptRecord] = []

    package init(description: TaskDescription) { self.description = description }

    private indirect enum Course: Sendable {
        case underWay(Progress)
        case over(SpawnResult)
    }

    /// What is known of a task that is not over.
    struct Progress: Sendable {
        /// Why it does not run.
        var waits: WaitReason?
        /// The running attempt, or the last one.
        var attempt: AttemptStart?
        var attemptStartedAt = Moment.start
        /// What the running attempt's agent reports of itself; `nil` where it reports nothing as data.
        var report: AgentReport?
        /// Why the running attempt is being ended.
        var termination: TerminationReason?
    }

    /// What it is in the middle of; empty once it is over.
    var progress: Progress {
        get { if case .underWay(let progress) = course { progress } else { Progress() } }
        set { course = .underWay(newValue) }
    }

    /// How it ended, without its output; `nil` while it is not over.
    package var result: SpawnResult? { if case .over(let result) = course { result } else { nil } }

    /// What went wrong, in the end or last; empty where nothing did.
    var error: String {
        if case .over(let result) = course, let error = result.error { return error }
        return failure?.message ?? ""
    }

    /// Takes in how it ended.
    mutating func end(_ result: SpawnResult) {
        attempts = result.attempts
        // Of a text tool the last line that it wrote is there already, unless another run has it.
        if result.success && result.attempts.last?.account != nil || result.ending == .carriedOver {
            line = TerminalText.firstVisibleLine(of: result.output.head)
        }
        var kept = result
        // Output is asked for when somebody looks; here it would only hold memory.
        kept.output = CapturedOutput()
        course = .over(kept)
    }

    /// The tokens that all its attempts used so far; `nil` where no agent said.
    package var tokens: Int? {
        let used = attempts.compactMap(\.account?.usage?.total) + [progress.report?.usage?.total].compactMap(\.self)
        return used.isEmpty ? nil : used.reduce(0, +)
    }

    /// What they cost, as far as it is known.
    package var cost: Cost {
        Cost.sum(attempts.compactMap(\.account?.cost) + [progress.report?.cost].compactMap(\.self))
    }

    /// How many calls the agent was not allowed to make, in the conversation of its last attempt.
    package var deniedCount: Int {
        let before = progress.report == nil ? attempts.last?.number : progress.attempt?.continues
        return attempts.conversation(from: before).reduce(progress.report?.deniedCount ?? 0) { $0 + $1.deniedCount }
    }

    /// The running attempt; `nil` when none runs.
    package var attempt: AttemptStart? { state.group == .running ? progress.attempt : nil }

    /// The number of the running attempt, else of the last. Those before a retry that somebody asked for are in no row, but count.
    package var latestAttempt: Int { attempt?.number ?? attempts.last?.number ?? 1 }

    /// What it shows for itself, on one line.
    package var title: String { String(description.title.prefix(500).prefix { !$0.isNewline }) }

    /// Why the last attempt failed.
    package var failure: Failure? { attempts.last?.outcome.failure }

    /// True while the plain LLM works in place of the agent.
    package var isFallback: Bool { attempt?.isFallback == true }

    /// From the start of the first attempt to now, or to the end of the last; `nil` before.
    package func elapsed(at now: Moment) -> Duration? {
        guard let startedAt else { return nil }
        return result?.executionTime ?? now - startedAt
    }
}
