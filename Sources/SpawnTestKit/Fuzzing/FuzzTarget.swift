import AgentOutput
import AuroraSpawner
import FoundationEssentials
import SpawnCore
import SpawnProcess

/// The readers of what others wrote. Each must take any bytes at all: it answers, or refuses in a sentence, and a promise
/// holds of its answer.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// Task files in each of their forms.
    case tasks
    /// The configuration.
    case config
    /// The event log.
    case events
    /// What children wrote, for what it says went wrong.
    case output
    /// What children wrote, made fit for a terminal.
    case terminal
    /// When a service says it will serve again.
    case hints
    /// What agents report as data.
    case agents

    /// Reads the bytes.
    ///
    /// - Parameter bytes: Anything.
    /// - Returns: What goes against the promise of the reader; `nil` when nothing does.
    package func complaint(about bytes: [UInt8]) -> String? {
        switch self {
        case .tasks: Self.readTasks(bytes)
        case .config: Self.readConfiguration(bytes)
        case .events: Self.readEvents(bytes)
        case .output: Self.classify(bytes)
        case .terminal: Self.clean(bytes)
        case .hints: Self.findHint(bytes)
        case .agents: Self.readAgent(bytes)
        }
    }

    private static func readTasks(_ bytes: [UInt8]) -> String? {
        for format in [TaskFileParser.Format.markdown, .json, .jsonLines] {
            do throws(InputError) {
                let tasks = try TaskFileParser.parse(bytes, file: "tasks", format: format)
                if tasks.contains(where: { $0.prompt.isEmpty }) { return "a task without a prompt" }
                if Set(tasks.map(\.id)).count < tasks.count { return "an id twice" }
                if tasks.contains(where: { $0.agent?.hasPrefix("-") ?? false }) { return "an agent that is an option" }
            } catch {
                guard let line = error.line else {
                    if error.message.hasPrefix("there is no task") { continue }
                    return "an error without a line: \(error)"
                }
                let lines = bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
                if !(1...lines).contains(line) { return "line \(line) of \(lines)" }
            }
        }
        return nil
    }

    private static func readConfiguration(_ bytes: [UInt8]) -> String? {
        do throws(InputError) {
            let read = try SpawnerConfiguration(json: String(decoding: bytes, as: UTF8.self), file: "config")
            guard let written = try? JSONEncoder().encode(read) else { return "it cannot be written" }
            let again = try SpawnerConfiguration(json: String(decoding: written, as: UTF8.self), file: "written")
            return again == read ? nil : "what is written is read as something else"
        } catch {
            return error.file == "written" ? "what is written cannot be read: \(error)" : nil
        }
    }

    private static func readEvents(_ bytes: [UInt8]) -> String? {
        do throws(InputError) {
            let read = try EventLineReader.read(bytes, file: "events")
            var writer = EventLineWriter()
            let written = read.events.flatMap { writer.line(for: $0) }
            let again = try EventLineReader.read(written, file: "written")
            return again.events == read.events ? nil : "what is written is read as something else"
        } catch {
            return error.file == "written" ? "what is written cannot be read: \(error)" : nil
        }
    }

    private static let classifier = OutputClassifier()
    /// 2026-01-15 12:00:00 UTC
    private static let now = 1_768_478_400.0

    /// The first byte says which tool wrote the rest, and how it ended.
    private static func classify(_ bytes: [UInt8]) -> String? {
        guard let first = bytes.first else { return nil }
        let tools = ["claude", "codex", "llm", "other"]
        let tool = tools[Int(first) % tools.count]
        let text = Array(bytes.dropFirst())
        let (half, output) = (text.count / 2, CapturedOutput(head: text))
        let exit = first & 0x80 == 0 ? ExitStatus.exited(1) : .exited(0)
        let whole = classifier.classify(
            ChildEnd(exit), stdout: output, stderr: CapturedOutput(), tool: tool, now: now
        ).finding
        let again = classifier.classify(
            ChildEnd(exit), stdout: CapturedOutput(head: Array(text[..<half]), tail: Array(text[half...])),
            stderr: CapturedOutput(), tool: tool, now: now
        ).finding
        if whole != again { return "head and tail are read as something else" }
        if let hint = whole?.hint, !(hint.wait >= .zero && hint.resetAt >= now) { return "a hint at the past: \(hint)" }
        watch(text, tool: tool)
        return whole.flatMap { complaint(aboutLine: $0.message) }
    }

    /// Reads it as it is written, in small pieces.
    private static func watch(_ text: [UInt8], tool: String) {
        let reader = classifier.makeReader(tool: tool, watchesErrors: true)
        for start in stride(from: 0, to: text.count, by: 7) {
            _ = unsafe text[start..<min(start + 7, text.count)].withUnsafeBytes {
                _ = unsafe reader.read($0, from: .stdout)
                return unsafe reader.read($0, from: .stderr)
            }
        }
    }

    /// The first byte says in which format the rest is.
    private static func readAgent(_ bytes: [UInt8]) -> String? {
        let formats = AgentFormat.allCases.filter { $0 != .text }
        guard let first = bytes.first else { return nil }
        let format = formats[Int(first) % formats.count]
        let text = bytes[1...]
        func report(inPiecesOf size: Int) -> AgentReport? {
            guard var reader = AgentReader(format) else { return nil }
            for start in stride(from: 1, to: bytes.count, by: size) {
                reader.feed(Array(bytes[start..<min(start + size, bytes.count)]).span)
            }
            reader.finish()
            return reader.report
        }
        let whole = report(inPiecesOf: max(1, text.count))
        if whole != report(inPiecesOf: 7) { return "in pieces it is read as something else" }
        if let answer = whole?.answer, answer.utf8.count > AgentReport.longestAnswer { return "an answer without end" }
        if let activity = whole?.activity {
            if activity.count > 60 { return "an activity of \(activity.count) columns" }
            if let complaint = complaint(aboutLine: activity) { return complaint }
        }
        return tellAgent(text, format)
    }

    /// Tells it to people as it comes.
    private static func tellAgent(_ text: ArraySlice<UInt8>, _ format: AgentFormat) -> String? {
        guard var transcript = AgentTranscript(format) else { return nil }
        for line in text.split(separator: UInt8(ascii: "\n")) {
            transcript.feed(line)
            for entry in transcript.endLine() ?? [] {
                guard case .does(let words) = entry else {
                    if case .meets(let words) = entry, let complaint = complaint(aboutLine: words) { return complaint }
                    continue
                }
                if let complaint = complaint(aboutLine: words) { return complaint }
            }
        }
        _ = transcript.finish()
        return nil
    }

    private static func clean(_ bytes: [UInt8]) -> String? {
        complaint(aboutLine: TerminalText.cleaned(bytes))
            ?? complaint(aboutLine: TerminalText.lastVisibleLine(of: bytes))
    }

    private static func complaint(aboutLine line: String) -> String? {
        for scalar in line.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: return "a control character is left: \(scalar.value)"
            default: continue
            }
        }
        return nil
    }

    private static func findHint(_ bytes: [UInt8]) -> String? {
        for hint in ResetHintParser.hints(in: bytes) {
            switch hint {
            case .after(let time): if !(time.isFinite && time >= 0) { return "no time to wait: \(time)" }
            // A date may be long ago; whoever puts it in relation to now finds that the wait is over.
            case .at(let time, _): if !time.isFinite { return "no time at all: \(time)" }
            case .clock(let wall, _): if !(0...86_400).contains(wall.second ?? 0) { return "no time of a day: \(wall)" }
            }
        }
        let hints = ResetHintParser.hints(in: bytes)
        if let hint = ResetHint(hints, now: now), !(hint.wait >= .zero && hint.resetAt >= now) {
            return "a hint at the past: \(hint)"
        }
        return nil
    }
}
