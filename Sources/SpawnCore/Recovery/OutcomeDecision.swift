extension AttemptOutcome {
    /// Decides how an attempt ended. This is the only place that does.
    ///
    /// The strongest evidence decides: why we ended the child, because several agent command lines exit 0 after a
    /// signal; then an error that the tool reported as data; then a signal, or an exit code that has a meaning; then
    /// the words of its last error; and when nothing is known, the bare exit code.
    ///
    /// - Parameters:
    ///   - report: What the child left behind.
    ///   - termination: Why we ended it; `nil` when it ended by itself.
    ///   - patternRule: The rule of the error pattern it was ended for.
    /// - Returns: The outcome that retry, breaker, metrics and displays share.
    package static func decide(
        _ report: ProcessReport, termination: TerminationReason?, patternRule: String?
    ) -> AttemptOutcome {
        switch termination {
        case .user: return .cancelled(by: .user)
        case .shutdown: return .cancelled(by: .shutdown)
        case .deadline: return .cancelled(by: .deadline)
        case .result, .timeout, .noActivity, .maxOutput, .errorPattern, nil: break
        }
        // The work is done, whatever became of the program.
        if report.hasResult { return .success }
        switch termination {
        case .timeout, .noActivity:
            // A limit of its service is why it waited.
            if let finding = report.finding, finding.meaning.kind == .rateLimit { return AttemptOutcome(finding) }
            return .failure(
                termination == .timeout
                    ? Failure(category: .timeout, kind: .timeout, rule: "timeout", message: "timed out")
                    : Failure(category: .timeout, kind: .noActivity, rule: "no_activity", message: "no activity"))
        case .result: return report.finding.map { AttemptOutcome($0) } ?? .success
        case .maxOutput:
            return .failure(
                Failure(
                    category: .resource, kind: .killed, rule: "max_output", message: "wrote more than max_output"))
        case .errorPattern:
            // The grace is for children that recover by themselves: one that exits 0 within it succeeded.
            if report.exit.isSuccess && report.finding == nil { return .success }
            if let finding = report.finding { return AttemptOutcome(finding) }
            return .failure(
                Failure(
                    category: .unknown, kind: .errorPattern, rule: patternRule, message: "error pattern on stderr"))
        case .user, .shutdown, .deadline, nil:
            return decide(report)
        }
    }

    /// The outcome of a child that ended by itself.
    private static func decide(_ report: ProcessReport) -> AttemptOutcome {
        if let finding = report.finding, finding.evidence == .structured { return AttemptOutcome(finding) }
        switch report.exit {
        case .signalled(let signal): return .failure(.signalled(signal))
        case .exited(let code) where code == 126 || code == 127: return .failure(.cannotRun(code, report))
        case .exited(let code):
            if let finding = report.finding { return AttemptOutcome(finding) }
            return code == 0 ? .success : .failure(.unrecognised(code, report))
        }
    }

    /// What a finding comes to.
    private init(_ finding: Finding) {
        let failure = Failure(
            category: finding.meaning.category, kind: finding.meaning.kind, rule: finding.rule,
            message: finding.message)
        self =
            finding.meaning.kind == .rateLimit
            ? .rateLimited(failure, resetAt: finding.hint?.resetAt) : .failure(failure)
    }
}

extension Failure {
    /// A program that cannot be run at all will not run the next time either.
    static func cannotRun(_ code: Int32, _ report: ProcessReport) -> Failure {
        Failure(category: .permanent, kind: .notFound, rule: "exit \(code)", message: lastWords(code, report))
    }

    /// A failure that nothing says anything about.
    static func unrecognised(_ code: Int32, _ report: ProcessReport) -> Failure {
        Failure(category: .unknown, kind: .unknown, rule: nil, message: lastWords(code, report))
    }

    /// The last line of stderr; of a child that wrote none, its exit code and the last line of stdout.
    private static func lastWords(_ code: Int32, _ report: ProcessReport) -> String {
        let error = TerminalText.lastVisibleLine(of: report.stderr.suffix(1024))
        if !error.isEmpty { return error }
        let line = TerminalText.lastVisibleLine(of: report.stdout.suffix(1024))
        return line.isEmpty ? "exit \(code)" : "exit \(code): \(line)"
    }

    /// SIGKILL that is not ours is the kernel's answer to a lack of memory; other signals are crashes.
    static func signalled(_ signal: Int32) -> Failure {
        signal == 9
            ? Failure(category: .resource, kind: .killed, rule: "signal 9", message: "killed, perhaps out of memory")
            : Failure(category: .unknown, kind: .crash, rule: "signal \(signal)", message: "ended by signal \(signal)")
    }
}
