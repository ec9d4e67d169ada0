/// Where attempts run: told what to start and what to end, it answers with batches of events.
///
/// The host owns the clock. Every batch and event carries the moment it happened, so whoever reads them needs no clock,
/// and a fake host is a complete time machine. While a run is suspended its children do nothing and the clock stands
/// still: so all that is measured by it, limits, backoffs, cooldowns, breakers and the deadline, stops with it and goes on
/// where it was, and nobody else need know. Nothing here says that a child is local.
package protocol ProcessHost: Sendable {
    /// Starts a child. A failure to start arrives as an event, like any other end.
    func start(_ spec: ProcessSpec, as attempt: AttemptID)
    /// Ends a child: politely first (TERM, the spec's grace, then KILL), or at once. Unknown attempts are ignored.
    func terminate(_ attempt: AttemptID, _ manner: TerminationManner)
    /// Asks for a batch at this moment, replacing the moment asked for before; `nil` asks for none.
    func wake(at moment: Moment?)
    /// Asks for a batch now. May be called from anywhere.
    func wakeNow()
    /// Waits for the next batch. One caller at a time.
    func nextBatch() async -> ProcessBatch
    /// The bytes of memory that children may take, as things are; `Int.max` where nobody knows.
    func availableMemory() -> Int
    /// What a running child has written so far; `nil` when it is not running.
    func output(of attempt: AttemptID) -> LiveOutput?
    /// Ends the host. No child may be running.
    func close()
}

/// Names one attempt of one task of a run.
package struct AttemptID: Hashable, Sendable {
    /// The task's place in the input, counted from 0.
    package var task: Int
    /// Counted from 1 within the task.
    package var number: Int

    package init(task: Int, number: Int) {
        self.task = task
        self.number = number
    }
}

/// How to end a child.
package enum TerminationManner: Sendable {
    /// TERM to its group, then KILL when the grace is over.
    case polite
    /// KILL to its group at once.
    case immediate
}

/// Both streams of a child, as far as they are kept in memory.
package struct LiveOutput: Sendable {
    package var stdout: CapturedOutput
    package var stderr: CapturedOutput

    package init(stdout: CapturedOutput, stderr: CapturedOutput) {
        self.stdout = stdout
        self.stderr = stderr
    }
}
