extension AttemptOutcome {
    /// Decides how an attempt ended. This is the only place that does.
    ///
    /// Why we ended the child outweighs everything: several agent command lines exit 0 after a signal. Then comes what
    /// its text was recognised as, then the bare exit status.
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
            return fromText(report)
                ?? .failure(
                    Failure(
                        category: .unknown, kind: .errorPattern, rule: patternRule, message: "error pattern on stderr"))
        case nil:
            break
        }
        if let recognised = fromText(report) { return recognised }
        switch report.exit {
        case .exited(0): return .success
        case .exited(let code): return .failure(.unrecognised(exitCode: code, stderr: report.stderr))
        case .signalled(let signal): return .failure(.signalled(signal))
        }
    }

    private static func fromText(_ report: ProcessReport) -> AttemptOutcome? {
        guard let finding = report.finding else { return nil }
        let failure = Failure(
            category: finding.category, kind: finding.kind, rule: finding.rule, message: finding.message)
        return finding.kind == .rateLimit ? .rateLimited(failure, resetAt: finding.hint?.resetAt) : .failure(failure)
    }
}

extension Failure {
    /// A program that cannot be run at all will not run the next time either.
    static func unrecognised(exitCode: Int32, stderr: CapturedOutput) -> Failure {
        let line = TerminalText.lastVisibleLine(of: stderr.suffix(1024))
        let message = line.isEmpty ? "exit \(exitCode)" : line
        guard exitCode == 126 || exitCode == 127 else {
            return Failure(category: .unknown, kind: .unknown, rule: nil, message: message)
        }
        return Failure(category: .permanent, kind: .notFound, rule: "exit \(exitCode)", message: message)
    }

    /// SIGKILL that is not ours is the kernel's answer to a lack of memory; other signals are crashes.
    static func signalled(_ signal: Int32) -> Failure {
        signal == 9
            ? Failure(category: .resource, kind: .killed, rule: "signal 9", message: "killed, perhaps out of memory")
            : Failure(category: .unknown, kind: .crash, rule: "signal \(signal)", message: "ended by signal \(signal)")
    }
}
