package import SpawnCore

/// What is kept of one task. Output is not: it is asked for when somebody looks.
package struct TaskRow: Sendable {
    package var description: TaskDescription
    /// Changed through ``TaskList`` alone, which counts.
    package internal(set) var state = TaskState.waiting
    package var waits: WaitReason?
    /// The running attempt, or the last one.
    package var attempt: AttemptStart?
    package var attemptStartedAt = Moment.start
    /// When the first attempt started; `nil` before.
    package var startedAt: Moment?
    /// When the state last changed.
    package var changedAt = Moment.start
    /// Which try of its agent was the last, and of how many; `nil` when the agent has not run. The fallback is none.
    package var tries: (number: Int, limit: Int)?
    package var termination: TerminationReason?
    /// The last line of output.
    package var line = ""
    /// The attempts that are over.
    package var attempts: [AttemptRecord] = []
    /// How it ended, without its output; `nil` while it is not over.
    package var result: SpawnResult?

    package init(description: TaskDescription) { self.description = description }

    /// What it shows for itself, on one line.
    package var title: String { String(description.title.prefix { !$0.isNewline }) }

    /// Why the last attempt failed.
    package var failure: Failure? { attempts.last?.outcome.failure }

    /// True while the plain LLM works in place of the agent.
    package var isFallback: Bool { state.group == .running && attempt?.isFallback == true }

    /// From the start of the first attempt to now, or to the end of the last; `nil` before.
    package func elapsed(at now: Moment) -> Duration? {
        if let result { return startedAt == nil ? nil : result.executionTime }
        return startedAt.map { now - $0 }
    }
}
