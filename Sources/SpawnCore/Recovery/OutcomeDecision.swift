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
    ///   - limit: The limit that this was for, where it was one of time.
    ///   - patternRule: The rule of the error pattern it was ended for.
    /// - Returns: The outcome that retry, breaker, metrics and displays share.
    package static func decide(
        _ report: ProcessReport, termination: TerminationReason?, limit: TimeLimit? = nil, patternRule: String?
    ) -> AttemptOutcome {
        let outcome = judge(report, termination, limit, patternRule: patternRule)
        guard let child = report.unended, var failure = outcome.failure else { return outcome }
        // Another attempt would work beside this one.
        failure.category = .permanent
        failure.message += ", and could not be ended: \(child.pid) \(child.command)"
        return .failure(failure)
    }

    private static func judge(
        _ report: ProcessReport, _ termination: TerminationReason?, _ limit: TimeLimit?, patternRule: String?
    ) -> AttemptOutcome {
        switch termination {
        case .user: return .cancelled(by: .user)
        case .shutdown: return .cancelled(by: .shutdown)
        case .deadline: return .cancelled(by: .deadline)
        case .result, .timeout, .noActivity, .maxOutput, .overBudget, .errorPattern, nil: break
        }
        // The work is done, whatever became of the program.
        if report.hasResult { return .success }
        switch termination {
        case .timeout, .noActivity:
            // A limit of its service is why it waited.
            if let finding = report.finding, finding.meaning.kind == .rateLimit { return AttemptOutcome(finding) }
            return .failure(.outOfTime(termination == .timeout ? .timeout : .noActivity, limit, report.finding))
        case .result: return report.finding.map { AttemptOutcome($0) } ?? .success
        case .maxOutput:
            return .failure(
                Failure(
                    category: .resource, kind: .killed, rule: "max_output", message: "wrote more than max_output"))
        case .overBudget:
            return .failure(
                Failure(
                    category: .permanent, kind: .overBudget, rule: "over_budget",
                    message: "it has cost what its task may cost"))
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
        // A shell or another wrapper says so that a signal ended what it ran.
        case .exited(137) where report.finding?.evidence != .exitCode: return .failure(.signalled(9, exit: 137))
        case .exited(let code) where code == 126 || code == 127: return .failure(.cannotRun(code, report))
        case .exited(let code):
            if let finding = report.finding { return AttemptOutcome(finding) }
            if code == 0 { return .success }
            let isSignal = [1, 2, 3, 4, 6, 7, 8, 11, 13, 15, 24, 25].contains(code - 128)
            return .failure(isSignal ? .signalled(code - 128, exit: code) : .unrecognised(code, report))
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
    /// Its time was up: which limit that was, and what it had last said went wrong.
    static func outOfTime(_ kind: FailureKind, _ limit: TimeLimit?, _ finding: Finding?) -> Failure {
        let (what, joint) = kind == .timeout ? ("timed out", "after") : ("no activity", "for")
        let message = what + (limit.map { " \(joint) \($0.words)" } ?? "")
        return Failure(
            category: .timeout, kind: kind, rule: kind.rawValue,
            message: message + (finding.map { "; it had said: \($0.message)" } ?? ""))
    }

    /// A program that cannot be run at all will not run the next time either.
    static func cannotRun(_ code: Int32, _ report: ProcessReport) -> Failure {
        Failure(category: .permanent, kind: .notFound, rule: "exit \(code)", message: lastWords(code, report))
    }

    /// A failure that nothing says anything about.
    static func unrecognised(_ code: Int32, _ report: ProcessReport) -> Failure {
        Failure(category: .unknown, kind: .unknown, rule: nil, message: lastWords(code, report))
    }

    /// What it said last of what went wrong, on stderr before stdout; of a child that said nothing, its exit code.
    private static func lastWords(_ code: Int32, _ report: ProcessReport) -> String {
        if let error = LastWords.of(report.stderr) { return error }
        // Its stdout is data, and no line of that is meant for people.
        guard report.agent == nil else { return "exit \(code), before it said how its work ended" }
        return LastWords.of(report.stdout).map { "exit \(code): \($0)" } ?? "exit \(code)"
    }

    /// SIGKILL that is not ours is the kernel's answer to a lack of memory; other signals are crashes.
    package static func signalled(_ signal: Int32, exit: Int32? = nil) -> Failure {
        let name = signalNames[signal].map { " (\($0))" } ?? ""
        let code = exit.map { ", exit \($0)" } ?? ""
        return signal == 9
            ? Failure(
                category: .resource, kind: .killed, rule: exit.map { "exit \($0)" } ?? "signal 9",
                message: "killed, perhaps out of memory\(code)")
            : Failure(
                category: .unknown, kind: .crash, rule: exit.map { "exit \($0)" } ?? "signal \(signal)",
                message: "ended by signal \(signal)\(name)\(code)")
    }

    private static let signalNames: [Int32: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 11: "SIGSEGV",
        13: "SIGPIPE", 15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ",
    ]
}

/// The line that tells people most of why a program failed.
private enum LastWords {
    private static let window = 4096
    private static let notes = [
        "note: ", "help: ", "hint: ", "tokens used", "at ", "node.js v", "full report", "see http",
    ]

    static func of(_ output: CapturedOutput) -> String? {
        let text = ErrorText(output.suffix(window))
        let lines = (0..<text.lineCount).reversed().map { text.text(of: $0...$0) }
        let line =
            lines.first { ErrorLine($0).isCause } ?? lines.first { tellsSomething($0) } ?? lines.first
        return line.map { TerminalText.cleaned($0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// False for a number, a bracket, a mark under a place, and what only points elsewhere.
    private static func tellsSomething(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.drop { $0 == 0x20 }.prefix(40).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return text.count(where: { (0x61...0x7A).contains($0) || $0 >= 0x80 }) >= 3
            && !notes.contains { text.starts(with: $0.utf8) } && !ErrorLine(line).isForeign
    }
}
