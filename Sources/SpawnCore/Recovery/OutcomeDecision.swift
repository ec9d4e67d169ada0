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
        case .timeout:
            return .failure(Failure(category: .timeout, kind: .timeout, rule: "timeout", message: "timed out"))
        case .noActivity:
            return .failure(
                Failure(category: .timeout, kind: .noActivity, rule: "no_activity", message: "no activity"))
        case .errorPattern:
            // The grace is for children that recover by themselves: one that exits 0 within it succeeded.
            if report.exit.isSuccess && report.finding == nil { return .success }
            if let finding = report.finding { return AttemptOutcome(finding) }
            return .failure(
                Failure(
                    category: .unknown, kind: .errorPattern, rule: patternRule, message: "error pattern on stderr"))
        case nil:
            return decide(report.exit, finding: report.finding, stderr: report.stderr)
        }
    }

    /// The outcome of a child that ended by itself.
    private static func decide(_ exit: ExitStatus, finding: Finding?, stderr: CapturedOutput) -> AttemptOutcome {
        if let finding, finding.evidence == .structured { return AttemptOutcome(finding) }
        switch exit {
        case .signalled(let signal): return .failure(.signalled(signal))
        case .exited(let code) where code == 126 || code == 127:
            return .failure(.cannotRun(exitCode: code, stderr: stderr))
        case .exited(let code):
            if let finding { return AttemptOutcome(finding) }
            return code == 0 ? .success : .failure(.unrecognised(exitCode: code, stderr: stderr))
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
    static func cannotRun(exitCode: Int32, stderr: CapturedOutput) -> Failure {
        Failure(
            category: .permanent, kind: .notFound, rule: "exit \(exitCode)",
            message: lastLine(of: stderr) ?? "exit \(exitCode)")
    }

    /// A failure that nothing says anything about.
    static func unrecognised(exitCode: Int32, stderr: CapturedOutput) -> Failure {
        Failure(category: .unknown, kind: .unknown, rule: nil, message: lastLine(of: stderr) ?? "exit \(exitCode)")
    }

    private static func lastLine(of output: CapturedOutput) -> String? {
        let line = TerminalText.lastVisibleLine(of: output.suffix(1024))
        return line.isEmpty ? nil : line
    }

    /// SIGKILL that is not ours is the kernel's answer to a lack of memory; other signals are crashes.
    static func signalled(_ signal: Int32) -> Failure {
        signal == 9
            ? Failure(category: .resource, kind: .killed, rule: "signal 9", message: "killed, perhaps out of memory")
            : Failure(category: .unknown, kind: .crash, rule: "signal \(signal)", message: "ended by signal \(signal)")
    }
}
