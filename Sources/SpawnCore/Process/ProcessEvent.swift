/// What happened since the last batch, in order.
package struct ProcessBatch: Sendable {
    /// Now. No event in the batch is later.
    package var moment: Moment
    package var events: [ProcessEvent]
    /// Signals that arrived for us, in order: each asks for the end of the run.
    package var signals: [Int32]

    package init(moment: Moment, events: [ProcessEvent] = [], signals: [Int32] = []) {
        self.moment = moment
        self.events = events
        self.signals = signals
    }
}

/// Something that happened to one attempt's child.
package struct ProcessEvent: Sendable {
    package var attempt: AttemptID
    package var moment: Moment
    package var kind: Kind

    package enum Kind: Sendable {
        /// The child runs.
        case started(pid: Int32)
        /// It could not be started; nothing of it is left.
        case startFailed(StartFailure)
        /// It wrote something. At most one in 100 ms, and one before every batch that a wake-up caused.
        case output(OutputProgress)
        /// A rule for error patterns matched on stderr.
        case errorPattern(rule: String)
        /// The final result of its work is out, or was not the final one.
        case result(isOut: Bool)
        /// It is gone and reaped, or could not be ended, and its output is read as far as it was written by then.
        case ended(ProcessReport)
    }

    package init(attempt: AttemptID, moment: Moment, kind: Kind) {
        self.attempt = attempt
        self.moment = moment
        self.kind = kind
    }
}

/// How far a child's output has come.
package struct OutputProgress: Sendable, Equatable {
    /// Bytes on stdout since the start.
    package var stdoutBytes: Int
    /// Bytes on stderr since the start.
    package var stderrBytes: Int
    /// When the last byte came, on either stream.
    package var lastActivity: Moment
    /// When the last byte came on stdout; `nil` before the first.
    package var lastStdout: Moment?
    /// The last line with anything to see on it, cleaned for display, at most 200 characters.
    package var line: String
    /// What the agent reported so far; `nil` where it reports nothing as data.
    package var agent: AgentReport?

    package init(
        stdoutBytes: Int, stderrBytes: Int, lastActivity: Moment, lastStdout: Moment?, line: String,
        agent: AgentReport? = nil
    ) {
        self.stdoutBytes = stdoutBytes
        self.stderrBytes = stderrBytes
        self.lastActivity = lastActivity
        self.lastStdout = lastStdout
        self.line = line
        self.agent = agent
    }
}

/// Why a child could not be started.
package struct StartFailure: Sendable, Equatable {
    /// The error number of the call that failed.
    package var errno: Int32
    /// What is wrong with the start, where it is not the machine.
    package var kind: FailureKind
    /// One sentence for people.
    package var message: String
    /// True when the machine was short of something and a later try may succeed; the agent is not to blame.
    package var isExhaustion: Bool
    /// True when the program is not there or cannot be run just now, as while it is being replaced.
    package var isProgramAway: Bool

    package init(
        errno: Int32, kind: FailureKind = .notFound, message: String, isExhaustion: Bool, isProgramAway: Bool = false
    ) {
        self.errno = errno
        self.kind = kind
        self.message = message
        self.isExhaustion = isExhaustion
        self.isProgramAway = isProgramAway
    }
}

/// What a child left behind.
package struct ProcessReport: Sendable, Equatable {
    package var exit: ExitStatus
    package var stdout: CapturedOutput
    package var stderr: CapturedOutput
    /// What its text says went wrong; `nil` when it was not read (a success) or says nothing.
    package var finding: Finding?
    /// True when its output holds the final result of work that succeeded.
    package var hasResult: Bool
    /// What the agent reported as data; `nil` where it did not.
    package var agent: AgentReport?
    /// What it started and left running when it ended well.
    package var leaks: [LeakedProcess]
    /// The child, where it could not be ended; then it has no exit status worth the name.
    package var unended: LeakedProcess?
    /// The most bytes of memory that one of its processes held at once; `nil` where that is not known.
    package var peakMemory: Int?

    package init(
        exit: ExitStatus, stdout: CapturedOutput, stderr: CapturedOutput, finding: Finding? = nil,
        hasResult: Bool = false, agent: AgentReport? = nil, leaks: [LeakedProcess] = [],
        unended: LeakedProcess? = nil, peakMemory: Int? = nil
    ) {
        self.peakMemory = peakMemory
        self.exit = exit
        self.stdout = stdout
        self.stderr = stderr
        self.finding = finding
        self.hasResult = hasResult
        self.agent = agent
        self.leaks = leaks
        self.unended = unended
    }

    /// The files with what it wrote.
    package var spills: [SpillFile] { [stdout.file, stderr.file].compactMap(\.self) }
}

/// What the output of an attempt, or its exit code, was recognised as.
package struct Finding: Sendable, Equatable {
    /// What it was recognised by, the strongest first.
    package enum Evidence: Sendable, Equatable {
        /// An error that the tool reported as data.
        case structured
        /// An exit code to which the tool gives a meaning.
        case exitCode
        /// The words of a message.
        case text
    }

    package var meaning: ErrorMeaning
    package var evidence: Evidence
    /// The pattern, the structured field or the exit code that decided.
    package var rule: String
    /// The text the rule matched; empty for an exit code.
    package var matchedText: String
    /// The message it was found in, cleaned for display.
    package var message: String
    /// The earliest time of the next attempt, when the text names one.
    package var hint: ResetHint?

    package init(
        _ meaning: ErrorMeaning, evidence: Evidence = .text, rule: String, matchedText: String = "", message: String,
        hint: ResetHint? = nil
    ) {
        self.meaning = meaning
        self.evidence = evidence
        self.rule = rule
        self.matchedText = matchedText
        self.message = message
        self.hint = hint
    }
}

/// When a service says it will serve again.
package struct ResetHint: Sendable, Equatable {
    /// How long from the end of the attempt; never negative.
    package var wait: Duration
    /// The same as a time, in seconds since 1970.
    package var resetAt: Double

    package init(wait: Duration, resetAt: Double) {
        self.wait = wait
        self.resetAt = resetAt
    }
}
