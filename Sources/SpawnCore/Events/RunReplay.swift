/// What the events of a run tell of it, up to any one of them: the results and metrics of the run itself, without its
/// machinery.
///
/// It takes the events in order, from the first. One that begins another run begins anew.
package struct RunReplay: Sendable, Equatable {
    /// The run; `nil` before it began.
    package private(set) var run: RunDescription?
    /// When it began.
    package private(set) var startedAt = Moment.start
    /// The tasks by their place in the input.
    package private(set) var tasks: [Int: SpawnTask] = [:]
    /// The results that count, by the tasks' place in the input.
    package private(set) var results: [Int: SpawnResult] = [:]
    /// The sums of the results that count.
    package private(set) var metrics = RecoveryMetrics()
    /// Why the run was stopped; `nil` when nobody asked for it.
    package private(set) var stopCause: StopCause?
    /// When it ended; `nil` when the events end before it did.
    package private(set) var endedAt: Moment?

    /// Creates the replay of nothing.
    package init() {}

    /// Takes in the next event.
    package mutating func apply(_ event: SpawnEvent) {
        switch event.kind {
        case .runStarted(let description):
            self = RunReplay()
            run = description
            startedAt = event.moment
        case .taskAdded(let place, let task): tasks[place] = task
        case .taskEnded(let result):
            if let old = results.updateValue(result, forKey: result.taskIndex) { metrics.withdraw(old) }
            metrics.record(result)
        case .taskReopened(let task):
            if let old = results.removeValue(forKey: task) { metrics.withdraw(old) }
        case .runStopping(let cause): stopCause = cause
        case .runEnded: endedAt = event.moment
        case .taskWaiting, .attemptStarted, .attemptOutput, .timeoutExtended, .attemptTerminating, .attemptEnded,
            .breakerChanged, .cooldownChanged, .slotsChanged, .pauseChanged, .commandAccepted, .commandRefused,
            .allTasksEnded:
            break
        }
    }
}
