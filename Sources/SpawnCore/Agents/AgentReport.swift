/// What an agent program said of its work in a format for machines. Everything in it is bounded, whatever the program
/// prints.
package struct AgentReport: Sendable, Equatable {
    /// The most columns of ``activity``.
    package static let longestActivity = 60
    /// The most calls kept in ``denied``.
    package static let mostDenied = 20
    /// The most bytes kept of ``answer``.
    package static let longestAnswer = 128 * 1024

    /// How far a list of its own things to do has come.
    package struct Progress: Sendable, Equatable {
        package var done: Int
        package var total: Int

        package init(done: Int, total: Int) {
            self.done = done
            self.total = total
        }
    }

    /// It waits for its service, and will try again by itself.
    package struct ServiceWait: Sendable, Equatable {
        /// Which retry comes, from 1.
        package var retry: Int
        /// How many there may be; `nil` where it does not say.
        package var limit: Int?
        /// The HTTP status it was answered with; `nil` where there was no answer.
        package var status: Int?
        /// What went wrong, in the tool's words.
        package var reason: String?

        /// True when its service has twice refused its login, or asked for money: a retry changes nothing, and it would go
        /// on for minutes.
        package var isHopeless: Bool { retry > 1 && [401, 402, 403].contains(status) }

        package init(retry: Int, limit: Int? = nil, status: Int? = nil, reason: String? = nil) {
            self.retry = retry
            self.limit = limit
            self.status = status
            self.reason = reason
        }
    }

    /// One window of a usage limit.
    package struct Window: Sendable, Equatable {
        /// What the tool calls it: `five_hour`, `seven_day` …
        package var name: String
        /// How much of it is used, 0 to 1; `nil` where it does not say.
        package var used: Double?
        /// When it begins anew, in seconds since 1970.
        package var resetsAt: Double?
        /// True when the tool was turned away because of it.
        package var isRejected: Bool

        package init(name: String, used: Double? = nil, resetsAt: Double? = nil, isRejected: Bool = false) {
            self.name = name
            self.used = used
            self.resetsAt = resetsAt
            self.isRejected = isRejected
        }
    }

    /// How the tool itself says that its work ended.
    package enum Verdict: Sendable, Equatable {
        case success
        case failure(ReportedFailure)
    }

    /// The conversation, to be continued under this name.
    package var session: String?
    /// The model that answers.
    package var model: String?
    /// What it does just now: a tool and its object, at most ``longestActivity`` columns, safe to show.
    package var activity: String?
    package var progress: Progress?
    package var waiting: ServiceWait?
    /// The windows of its limits, the last state of each, by name.
    package var windows: [Window] = []
    /// What was used; `nil` where the tool has not said yet.
    package var usage: TokenUsage?
    package var cost = Cost.unknown
    /// Calls of tools that it was not allowed to make, the first ``mostDenied`` of them, …
    package var denied: [DeniedCall] = []
    /// … and how many there were.
    package var deniedCount = 0
    /// What it asks a person; `nil` when nothing.
    package var question: String?
    /// Helpers of its own that run.
    package var children = 0
    /// Turns of the conversation that have begun.
    package var turns = 0
    /// Calls of tools that have begun.
    package var calls = 0
    /// What it answered, …
    package var answer: String?
    /// … and how many texts it has said: while it is the same one, ``answer`` only grows.
    package var texts = 0
    /// How it says that it ended; `nil` until then.
    package var verdict: Verdict?
    /// The last error that it reported and may have survived.
    package var lastError: ReportedFailure?

    package init() {}

    /// The line of a row: what it asks, what it waits for, what it does, what it said.
    package var line: String? {
        if let question { return "asks: \(question)" }
        if let waiting { return waiting.line }
        if verdict != nil, let answer { return TerminalText.firstVisibleLine(of: answer.utf8) }
        return activity ?? answer.map { TerminalText.firstVisibleLine(of: $0.utf8) }
    }
}

extension AgentReport.ServiceWait {
    fileprivate var line: String {
        let count = limit.map { "\(retry) of \($0)" } ?? "\(retry)"
        let why = status.map { "HTTP \($0)" } ?? reason
        return "waits for its service, retry \(count)" + (why.map { ": \($0)" } ?? "")
    }
}

/// A call of a tool that an agent was not allowed to make.
public struct DeniedCall: Sendable, Hashable {
    /// The tool, as the agent calls it.
    public var tool: String
    /// What it was to be called with, shortened, in one line.
    public var input: String

    /// Creates one.
    public init(tool: String, input: String) {
        self.tool = tool
        self.input = input
    }

    /// For people: `Bash: rm -r build`.
    package var words: String { input.isEmpty ? tool : "\(tool): \(input)" }
}

/// A failure as a tool reports it in data.
package struct ReportedFailure: Sendable, Equatable {
    /// What a field with a fixed meaning says it is; `nil` where only the message can tell.
    package var meaning: ErrorMeaning?
    /// The field that decided.
    package var field: String
    /// The value of that field.
    package var value: String
    /// What it says to people.
    package var message: String
    /// When its service will serve again, in seconds since 1970, where a field says so.
    package var resetsAt: Double?

    package init(
        meaning: ErrorMeaning? = nil, field: String, value: String, message: String, resetsAt: Double? = nil
    ) {
        self.meaning = meaning
        self.field = field
        self.value = value
        self.message = message
        self.resetsAt = resetsAt
    }
}
