internal import SpawnCore

/// Decides when a child's progress is told: the first byte at once, then every 100 ms at most, and never is the last
/// change left untold.
struct OutputMeter {
    private static let interval = Duration.milliseconds(100)

    enum Advice: Equatable {
        /// Tell it now.
        case report
        /// Come back at this moment.
        case wait(until: Moment)
        /// A return is already agreed.
        case nothing
    }

    private(set) var stdoutBytes = 0
    private(set) var stderrBytes = 0
    private(set) var lastStream = ChildStream.stdout
    /// True when something is not told yet.
    private(set) var isDirty = false
    private var lastActivity = Moment.start
    private var lastStdout: Moment?
    private var nextReport: Moment?
    private var isWaiting = false

    mutating func received(_ count: Int, on stream: ChildStream, at now: Moment) -> Advice {
        if stream == .stderr {
            stderrBytes += count
        } else {
            stdoutBytes += count
            lastStdout = now
        }
        lastActivity = now
        lastStream = stream
        isDirty = true
        return advice(at: now)
    }

    /// What to do when there is something to tell.
    mutating func advice(at now: Moment) -> Advice {
        guard let nextReport, now < nextReport else { return .report }
        guard !isWaiting else { return .nothing }
        isWaiting = true
        return .wait(until: nextReport)
    }

    /// The agreed moment has come.
    mutating func waited() { isWaiting = false }

    /// The progress to tell, which counts as told from here on.
    mutating func report(line: String, agent: AgentReport? = nil, at now: Moment) -> OutputProgress {
        isDirty = false
        nextReport = now + OutputMeter.interval
        return OutputProgress(
            stdoutBytes: stdoutBytes, stderrBytes: stderrBytes, lastActivity: lastActivity, lastStdout: lastStdout,
            line: line, agent: agent)
    }
}
