extension JSONWriter {
    mutating func fields(of attempt: AttemptRecord) {
        field("number", attempt.number)
        field("agent", attempt.agent)
        field("tool", attempt.tool)
        field("fallback", attempt.isFallback)
        field("start", attempt.startedAt.seconds)
        field("duration", attempt.duration)
        field("exit_code", attempt.exit?.code)
        field("signal", attempt.exit?.signal)
        fields(of: attempt.outcome)
        field("termination_reason", attempt.termination?.rawValue)
        key("leaks")
        array { writer in
            for leak in attempt.leaks {
                writer.object { writer in
                    writer.field("pid", leak.pid)
                    writer.field("command", leak.command)
                }
            }
        }
        key("output_files")
        array { writer in
            for spill in attempt.spills { writer.object { $0.fields(of: spill) } }
        }
        field("peak_memory_bytes", attempt.peakMemory)
        fields(of: attempt.account)
    }

    private mutating func fields(of spill: SpillFile) {
        field("stream", spill.stream.rawValue)
        field("path", spill.path)
        field("bytes", spill.byteCount)
        field("missing_bytes", spill.missingBytes)
        field("missing_reason", spill.missingReason)
    }

    private mutating func fields(of outcome: AttemptOutcome) {
        var cause: String?
        var resetAt: Double?
        switch outcome {
        case .success: field("outcome", "success")
        case .failure: field("outcome", "failure")
        case .rateLimited(_, let time):
            field("outcome", "rate_limited")
            resetAt = time
        case .cancelled(let canceller):
            field("outcome", "cancelled")
            cause = canceller.rawValue
        case .rejected(let rejecter):
            field("outcome", "rejected")
            cause = rejecter.rawValue
        }
        field("cause", cause)
        fields(of: outcome.failure)
        field("reset_at", resetAt)
    }

    mutating func fields(of failure: Failure?) {
        field("category", failure?.category.rawValue)
        field("kind", failure?.kind.rawValue)
        field("rule", failure?.rule)
        field("message", failure?.message)
    }
}

extension AttemptRecord {
    init(_ fields: JSONReader.Fields) throws(InputError) {
        let code = try fields.unlessNull("exit_code")?.int32()
        let signal = try fields.unlessNull("signal")?.int32()
        self.init(
            number: try fields.required("number").count(), agent: try fields.unlessNull("agent")?.text(),
            tool: try fields.required("tool").text(), isFallback: try fields.required("fallback").bool(),
            startedAt: try fields.required("start").moment(), duration: try fields.required("duration").duration(),
            exit: code.map(ExitStatus.exited) ?? signal.map(ExitStatus.signalled), outcome: try AttemptOutcome(fields),
            termination: try fields.unlessNull("termination_reason")?.choice(TerminationReason.self),
            leaks: try fields.required("leaks").elements().map { (element) throws(InputError) in
                let fields = try element.record()
                return LeakedProcess(
                    pid: try fields.required("pid").int32(), command: try fields.required("command").text())
            },
            spills: try fields.required("output_files").elements().map { (element) throws(InputError) in
                try SpillFile(element.record())
            },
            account: try AgentAccount(fields), peakMemory: try fields.unlessNull("peak_memory_bytes")?.count())
    }
}

extension SpillFile {
    fileprivate init(_ fields: JSONReader.Fields) throws(InputError) {
        self.init(
            stream: try fields.required("stream").choice(Stream.self), path: try fields.required("path").text(),
            byteCount: try fields.required("bytes").count(), missingBytes: try fields.required("missing_bytes").count(),
            missingReason: try fields.unlessNull("missing_reason")?.text())
    }
}

extension AttemptOutcome {
    fileprivate init(_ fields: JSONReader.Fields) throws(InputError) {
        let name = try fields.required("outcome")
        switch try name.text() {
        case "success": self = .success
        case "failure": self = .failure(try Failure(fields))
        case "rate_limited":
            self = .rateLimited(try Failure(fields), resetAt: try fields.unlessNull("reset_at")?.double())
        case "cancelled": self = .cancelled(by: try fields.required("cause").choice(CancelCause.self))
        case "rejected": self = .rejected(by: try fields.required("cause").choice(RejectCause.self))
        default: throw name.mismatch("one of success, failure, rate_limited, cancelled, rejected")
        }
    }
}

extension Failure {
    init(_ fields: JSONReader.Fields) throws(InputError) {
        self.init(
            category: try fields.required("category").choice(ErrorCategory.self),
            kind: try fields.required("kind").choice(FailureKind.self), rule: try fields.unlessNull("rule")?.text(),
            message: try fields.required("message").text())
    }
}
