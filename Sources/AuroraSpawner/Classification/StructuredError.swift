internal import SpawnCore

/// An error that a tool reported as data.
struct StructuredError {
    /// What its codes mean; `nil` when they say nothing.
    var code: ErrorMeaning?
    /// What its HTTP status means; `nil` when it has none.
    var status: ErrorMeaning?
    /// The field that decides, where no words do.
    var rule = "error"
    /// The value of that field.
    var evidence = "error"
    /// What it says to people.
    var message: String
    /// True for a line of a log: it counts only if it says something known.
    var isLogged = false
    /// When its service will serve again.
    var hints: [ResetTime] = []

    /// What its fields mean.
    var meaning: ErrorMeaning? { code ?? status }

    /// Reads a value that reports an error.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - text: The same as it was written.
    init(_ value: JSONValue, text: [UInt8]) {
        self.init(ErrorPayload(value))
        hints = ResetHintParser.hints(inEvent: text)
    }

    /// What an agent reported in its own format.
    init(_ failure: ReportedFailure) {
        code = failure.meaning
        (rule, evidence, message) = (failure.field, failure.value, failure.message)
        hints = failure.resetsAt.map { [.at($0)] } ?? ResetHintParser.hints(in: failure.message.utf8)
    }

    /// The last error in the lines of a text, and where it begins and ends; `nil` when there is none. With logs, what they
    /// call an error is one where nothing else is.
    static func last(in output: [UInt8], withLogs: Bool = false) -> (error: StructuredError, start: Int, end: Int)? {
        guard output.contains(UInt8(ascii: "{")) else { return nil }
        var values = JSONEvents()
        var last: (error: StructuredError, start: Int, end: Int)?
        unsafe output.withUnsafeBytes { bytes in
            unsafe values.take(bytes) { item, end in
                guard case .events(let events, let text) = item, let value = events.last else { return }
                let payload = ErrorPayload(value)
                let isReported = payload.isError || payload.isNamedError
                guard isReported || withLogs && payload.isLoggedError && last?.error.isLogged != false else { return }
                last = (StructuredError(value, text: text), max(0, end - text.count), end)
                last?.error.isLogged = !isReported
            }
        }
        return last
    }

    private init(_ payload: ErrorPayload) {
        message = payload.message ?? payload.codes.first { !$0.value.isEmpty }?.value ?? "an error without a message"
        for (field, value) in payload.statuses {
            guard let known = KnownErrors.meaning(ofStatus: value) else { continue }
            (status, rule, evidence) = (known, field, String(value))
            break
        }
        for (field, value) in payload.codes {
            guard let known = KnownErrors.meaning(ofType: value) else { continue }
            (code, rule, evidence) = (known, field, value)
            break
        }
    }
}
