internal import AgentOutput
internal import Glibc
package import SpawnCore
package import SpawnProcess
internal import Synchronization

/// Recognises what the output of failed attempts says: the tools of one run, with its configured patterns beside the
/// built-in ones. Another classifier is not changed by them.
package final class OutputClassifier: OutputReading {
    private let readings: [String: ToolReading]
    private let rules: [ErrorRule]
    /// The rules that end a child that runs. They are few, and each byte of stderr goes through them: so they are compiled by
    /// themselves, in 3 ms where all take 120.
    private let watchedRules: [ErrorRule]
    private let watched: Compiled<PatternDatabase>
    /// Compiled when the first text is to be judged, or a moment before, see ``compileSoon()``: a run in which nothing fails
    /// saves 14 MB of 30.
    private let compiled: Compiled<CompiledRules>
    private let isCompilingSoon = Atomic(false)

    /// Creates a classifier.
    ///
    /// - Parameter configuration: The tools, the agents that are commands of their own, and the patterns; all of them must
    ///   have been checked, see ``check(_:)``.
    package init(_ configuration: SpawnerConfiguration = SpawnerConfiguration()) {
        let tools = ToolDefinition.builtIn.merging(configuration.tools) { $1 }
        var definitions = configuration.agents.merging(tools) { $1 }
        if let fallback = configuration.fallback { definitions[fallback.name] = fallback }
        readings = definitions.mapValues(\.reading)
        let configured = configuration.patterns.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { entry in
            entry.value.map {
                ErrorRule(
                    $0, .error(ErrorMeaning(entry.key, ErrorMeaning.kind(of: entry.key))), isWatched: true,
                    isConfigured: true)
            }
        }
        let failures = definitions.sorted { $0.key < $1.key }.flatMap { name, tool in
            tool.reading.failurePatterns.map { ErrorRule($0, .failure(tool: name)) }
        }
        let rules = configured + ErrorRules.builtIn + failures
        let watchedRules = rules.filter(\.isWatched)
        self.rules = rules
        self.watchedRules = watchedRules
        compiled = Compiled { () throws(PatternError) in try CompiledRules(rules) }
        watched = Compiled { () throws(PatternError) in
            try PatternDatabase(watchedRules.map(\.expression), for: .streams)
        }
    }

    /// Says what is wrong with a pattern; `nil` when it can be used.
    package static func complaint(about pattern: String) -> String? {
        do {
            _ = try PatternDatabase([ErrorRule(pattern, .failure(tool: "")).expression], for: .streams)
            return nil
        } catch {
            return error.reason
        }
    }

    package func makeReader(for spec: ProcessSpec) -> any OutputReader {
        makeReader(tool: spec.tool, usedBefore: spec.usedBefore, watchesErrors: spec.watchesErrorPatterns)
    }

    /// A reader for the output of one child of a tool.
    package func makeReader(
        tool: String, usedBefore: TokenUsage = TokenUsage(), watchesErrors: Bool = false
    ) -> OutputScanner {
        let reading = readings[tool] ?? ToolReading()
        // Of such a tool each end is judged.
        if !reading.failurePatterns.isEmpty { compileSoon() }
        let watch =
            watchesErrors && reading.stderr != .none
            ? ErrorWatch(rules: watchedRules, channel: reading.stderr) { [watched] in watched.value } : nil
        let events = EventStream(isDeclared: reading.reportsErrorsAsData)
        return OutputScanner(
            AgentReader(reading.format, usedBefore: usedBefore), events, watch,
            complains: { [weak self] in self?.compileSoon() }
        ) { [self] reader, events, end, stdout, stderr, now in
            guard let reader, reader.hasReport else {
                return verdict(events, end, stdout: stdout, stderr: stderr, tool: tool, now: now)
            }
            var verdict = verdict(reader.report, end, stderr: stderr, tool: tool, now: now)
            verdict.agent = reader.report
            return verdict
        }
    }

    /// Whether the patterns have been compiled.
    var isCompiled: Bool { compiled.isThere }

    /// Compiles the patterns in the background, because a child complains and may fail: whoever needs them first is the thread
    /// that looks after all children, and would wait for 0.1 s. A run that is over in a moment does not pay for it.
    private func compileSoon() {
        guard !isCompilingSoon.exchange(true, ordering: .relaxed) else { return }
        // A task could have to wait for a thread, and so would the thread that looks after all children, which calls this.
        try? OwnThread().post { [weak self] in
            usleep(100_000)
            _ = self?.compiled.value
        }
    }

    /// What the whole output of a child says.
    package func classify(
        _ end: ChildEnd, stdout: CapturedOutput, stderr: CapturedOutput, tool: String, now: Double
    ) -> OutputVerdict {
        let reader = makeReader(tool: tool)
        for part in [stdout.head, stdout.tail] {
            _ = unsafe part.withUnsafeBytes { unsafe reader.read($0, from: .stdout) }
        }
        return reader.finish(end, stdout: stdout, stderr: stderr, now: now)
    }

    /// The strongest evidence decides: the tool's own word on how its work ended, errors as data, exit codes that have a
    /// meaning, and the words of its last error.
    private func verdict(
        _ events: EventStream, _ end: ChildEnd, stdout: CapturedOutput, stderr: CapturedOutput, tool: String,
        now: Double
    ) -> OutputVerdict {
        let reading = readings[tool] ?? ToolReading()
        switch events.ending {
        case .success where reading.failsOnEmptyOutput && !events.hasAnswer: return OutputVerdict(.noAnswer)
        case .success: return OutputVerdict(hasResult: true)
        case .failure(let error): return OutputVerdict(finding(error, now: now))
        case nil: break
        }
        if let error = events.error { return OutputVerdict(finding(error, now: now)) }
        if end.exit.isSuccess, !end.wasAsked {
            return OutputVerdict(
                events.endsWithResult
                    ? .noResult : failureInSuccess(reading, stdout: stdout, stderr: stderr, tool: tool, now: now))
        }
        return OutputVerdict(failure(reading, events, end, stdout: stdout, stderr: stderr, now: now))
    }

    /// What an agent says of itself goes before everything else; where it was cut off before it could, the last error that it
    /// reported, its exit code, and the words of its stderr.
    private func verdict(
        _ report: AgentReport, _ end: ChildEnd, stderr: CapturedOutput, tool: String, now: Double
    ) -> OutputVerdict {
        var reading = readings[tool] ?? ToolReading()
        switch report.verdict {
        case .success where reading.failsOnEmptyOutput && reading.isNoAnswer(report.answer ?? ""):
            return OutputVerdict(.noAnswer)
        case .success: return OutputVerdict(hasResult: true)
        case .failure(let failure): return OutputVerdict(finding(StructuredError(failure), now: now))
        case nil: break
        }
        if let error = report.lastError { return OutputVerdict(finding(StructuredError(error), now: now)) }
        if end.exit.isSuccess, !end.wasAsked { return OutputVerdict(.noResult) }
        reading.stdout = .none
        return OutputVerdict(
            failure(reading, EventStream(isDeclared: true), end, stdout: CapturedOutput(), stderr: stderr, now: now))
    }

    private func failure(
        _ reading: ToolReading, _ events: EventStream, _ end: ChildEnd, stdout: CapturedOutput,
        stderr: CapturedOutput, now: Double
    ) -> Finding? {
        var reading = reading
        // No line of it is anybody's words.
        if events.isEvents { reading.stdout = .none }
        let output = events.isEvents ? [] : stdout.suffix(ErrorText.window)
        if let finding = structured(output, now: now) { return finding }
        if let finding = structured(reading.ownWords(in: stderr), withLogs: true, now: now) { return finding }
        if let code = end.exit.code, !end.wasAsked, let meaning = reading.exitCodes[code] {
            let line = TerminalText.lastVisibleLine(of: stderr.suffix(1024))
            return Finding(
                meaning, evidence: .exitCode, rule: "exit \(code)", message: line.isEmpty ? "exit \(code)" : line,
                hint: verdict(stdout, stderr, reading).flatMap { hint(beside: $0.verdict, in: $0.text, now: now) })
        }
        return verdict(stdout, stderr, reading).map { finding($0.verdict, in: $0.text, now: now) }
    }

    /// An error as data among the lines of a text, unless words after it tell of another.
    private func structured(_ output: [UInt8], withLogs: Bool = false, now: Double) -> Finding? {
        guard let (error, start, end) = StructuredError.last(in: output, withLogs: withLogs) else { return nil }
        let rest = ErrorText(output[end...])
        if TextVerdict(rest, matches: matches(in: rest.bytes), rules: rules, channel: .errorLines) != nil { return nil }
        guard !rest.hasCause(after: -1) else { return nil }
        var finding = finding(error, now: now)
        if error.isLogged, finding.meaning.category == .unknown { return nil }
        // The body of an answer that says nothing we know, below a line that does: 429 Too Many Requests.
        if finding.meaning.category == .unknown, let announced = announcement(in: output[..<start]) {
            finding.meaning = announced
        }
        return finding
    }

    /// What the last line of a text says, where it announces an error. Behind it may stand the beginning of a value.
    private func announcement(in output: ArraySlice<UInt8>) -> ErrorMeaning? {
        let lines = output.suffix(4096).split(separator: 0x0A)
        guard let line = lines.last(where: { $0.count > 2 && $0.first != 0x20 }), !ErrorLine(line).isRetrying else {
            return nil
        }
        let text = ErrorText(line)
        guard
            case .error(let meaning)? = TextVerdict(
                text, matches: matches(in: text.bytes), rules: rules, channel: .errorLines)?.rule.role
        else { return nil }
        return meaning
    }

    /// What the words of both streams say. stderr goes before stdout, unless only stdout announces its message as an error.
    private func verdict(
        _ stdout: CapturedOutput, _ stderr: CapturedOutput, _ reading: ToolReading
    ) -> (verdict: TextVerdict, text: ErrorText)? {
        let errors = verdict(reading.ownWords(in: stderr), reading.stderr)
        if let errors, errors.verdict.isMarked { return errors }
        let output = verdict(stdout.suffix(ErrorText.window), reading.stdout)
        if let output, output.verdict.isMarked || errors == nil { return output }
        return errors
    }

    private func verdict(
        _ output: [UInt8], _ channel: OutputChannel
    ) -> (verdict: TextVerdict, text: ErrorText)? {
        guard channel != .none, !output.isEmpty else { return nil }
        let text = ErrorText(output)
        return TextVerdict(text, matches: matches(in: text.bytes), rules: rules, channel: channel).map { ($0, text) }
    }

    private func matches(in bytes: [UInt8]) -> [RuleMatch] {
        compiled.value.matches(in: bytes)
    }

    /// Some tools exit 0 on errors too.
    private func failureInSuccess(
        _ reading: ToolReading, stdout: CapturedOutput, stderr: CapturedOutput, tool: String, now: Double
    ) -> Finding? {
        if reading.failsOnEmptyOutput, reading.isNoAnswer(stdout) {
            // What it said of its error, if it said anything.
            guard let said = verdict(reading.ownWords(in: stderr), reading.stderr), said.verdict.isMarked else {
                return .noAnswer
            }
            return finding(said.verdict, in: said.text, now: now)
        }
        guard !reading.failurePatterns.isEmpty else { return nil }
        let text = ErrorText(stdout.suffix(ErrorText.window))
        let matches = matches(in: text.bytes)
        let failures = matches.filter { rules[$0.rule].role == .failure(tool: tool) }
        guard let match = failures.last else { return nil }
        if reading.failuresComeLast {
            let lines = Set(failures.map { text.line(at: $0.start) })
            let end = text.message(around: text.line(at: match.start)).upperBound
            guard (end + 1..<text.lineCount).allSatisfy({ lines.contains($0) || text.isAside($0) }) else { return nil }
        }
        if let verdict = TextVerdict(text, matches: matches, rules: rules, channel: reading.stdout) {
            return finding(verdict, in: text, now: now)
        }
        let line = text.line(at: match.start)
        return Finding(
            ErrorMeaning(.unknown, .errorPattern), rule: rules[match.rule].pattern,
            matchedText: text.excerpt(match.start..<match.end),
            message: TerminalText.cleaned(text.text(of: text.message(around: line))))
    }

    private func finding(_ verdict: TextVerdict, in text: ErrorText, now: Double) -> Finding {
        guard case .error(let meaning) = verdict.rule.role else { preconditionFailure("only rules of errors decide") }
        return Finding(
            meaning, rule: verdict.rule.name, matchedText: verdict.matchedText,
            message: ErrorPayload.readable(verdict.message), hint: hint(beside: verdict, in: text, now: now))
    }

    private func hint(beside verdict: TextVerdict, in text: ErrorText, now: Double) -> ResetHint? {
        guard case .error(let meaning) = verdict.rule.role, meaning.category != .permanent else { return nil }
        return ResetHint(text.hints(around: verdict.lines, isLimit: meaning.kind == .rateLimit), now: now)
    }

    private func finding(_ error: StructuredError, now: Double) -> Finding {
        let text = ErrorText(Array(error.message.utf8))
        let verdict = TextVerdict(text, matches: matches(in: text.bytes), rules: rules, channel: .all)
        let decided = Self.weigh(error, verdict?.rule) ?? ErrorMeaning(.unknown, .unknown)
        return Finding(
            decided, evidence: .structured, rule: error.rule, matchedText: error.evidence,
            message: ErrorPayload.readable(TerminalText.cleaned(Array(error.message.utf8))),
            hint: decided.category == .permanent ? nil : ResetHint(error.hints, now: now))
    }
}

extension OutputClassifier {
    /// What an error as data means: words that leave no hope, then its codes, then words of a limit, its status, and its
    /// other words.
    private static func weigh(_ error: StructuredError, _ rule: ErrorRule?) -> ErrorMeaning? {
        var said: ErrorMeaning?
        if case .error(let meaning)? = rule?.role { said = meaning }
        if let said, rule?.isFinal == true || rule?.isConfigured == true { return said }
        let isLimit = said?.kind == .rateLimit
        guard let known = error.code ?? (isLimit ? said : error.status) ?? said else { return nil }
        // Words say which model or key it is that a code only calls wrong, or not found.
        let isVague = known.kind == .invalidRequest || known.kind == .notFound
        if isVague, let said, said.category == .permanent || isLimit && !error.hints.isEmpty { return said }
        if known.kind == .notFound, error.message.lowercased().contains("model") {
            return ErrorMeaning(.permanent, .invalidModel)
        }
        return known
    }
}

/// Rules as they are looked for: taken apart, and compiled. Both take a while.
private struct CompiledRules: Sendable {
    private let patterns: RulePatterns
    private let database: PatternDatabase

    init(_ rules: [ErrorRule]) throws(PatternError) {
        patterns = RulePatterns(rules)
        database = try PatternDatabase(patterns.expressions, for: .texts)
    }

    /// The matches of rules in a text.
    func matches(in text: [UInt8]) -> [RuleMatch] { patterns.joined(database.matches(in: text), in: text) }
}

/// Patterns that are compiled when they are needed first.
private final class Compiled<Value: Sendable>: Sendable {
    private let compile: @Sendable () throws(PatternError) -> Value
    private let known = Guarded<Value?>(nil)

    init(_ compile: @escaping @Sendable () throws(PatternError) -> Value) { self.compile = compile }

    var isThere: Bool { known.withLock { $0 != nil } }

    var value: Value {
        known.withLock { known in
            if let known { return known }
            do throws(PatternError) {
                let value = try compile()
                known = value
                return value
            } catch {
                preconditionFailure("patterns are checked before they are used: \(error.reason)")
            }
        }
    }
}

extension Finding {
    /// It exited 0 and said nothing.
    fileprivate static let noAnswer = Finding(
        ErrorMeaning(.unknown, .inference), rule: "fail_on_empty_output", message: "exit 0 without an answer")
    /// It exited 0, and the event that ends its work never came.
    fileprivate static let noResult = Finding(
        ErrorMeaning(.unknown, .inference), rule: "result", message: "exit 0 without a result")
}

extension ToolReading {
    /// The end of stderr, without the tool's work.
    fileprivate func ownWords(in stderr: CapturedOutput) -> [UInt8] {
        WorkLog.ownWords(in: stderr.suffix(ErrorText.window), headings: workHeadings)
    }

    /// True when there is nothing on stdout, or what the tool prints in the place of an answer.
    fileprivate func isNoAnswer(_ stdout: CapturedOutput) -> Bool {
        guard stdout.byteCount <= 1024 else { return stdout.suffix(1024).allSatisfy { $0 <= 0x20 } }
        return isNoAnswer(stdout.text)
    }

    /// The same of an answer that is reported as data.
    fileprivate func isNoAnswer(_ answer: String) -> Bool {
        let text = answer.drop(while: \.isWhitespace)
        return text.isEmpty
            || noAnswers.contains { text.hasPrefix($0) && text.dropFirst($0.count).allSatisfy(\.isWhitespace) }
    }
}
