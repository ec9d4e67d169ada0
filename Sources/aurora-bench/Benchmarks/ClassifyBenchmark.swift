import AuroraSpawner
import Glibc
import SpawnCore
import SpawnProcess

/// How fast stderr goes through the error patterns that end a child, beside grep with the same; how long it takes to judge the
/// end of a stream by all patterns; and how soon a child that reports an error and hangs is ended.
struct ClassifyBenchmark {
    private static let megabytes = 64
    private static let chunk = 65_536
    private let count: Int
    private let rounds: Int

    init(_ options: BenchOptions) {
        count = options.count ?? 200
        rounds = options.rounds
    }

    func run() async throws -> [String] {
        try streaming() + [judging(), try await grace()]
    }

    /// A log such as agents write, with an error in a line of every 5,000.
    private static let log: [UInt8] = {
        let lines = (0..<5000).map { number in
            number == 2500
                ? "2026-01-15T12:00:00Z ERROR connection reset by peer while reading request \(number)"
                : "2026-01-15T12:00:00Z INFO step \(number): editing Sources/Parser/Lexer.swift, 12 of 40 files done"
        }
        let block = Array(lines.joined(separator: "\n").utf8) + [0x0A]
        let wanted = megabytes * 1_000_000
        return Array(repeatElement(block, count: wanted / block.count + 1).joined().prefix(wanted))
    }()

    private func streaming() throws -> [String] {
        let log = Self.log
        let path = "\(Shell.ownDirectory)/bench-stderr.log"
        try Shell.write(String(decoding: log, as: UTF8.self), to: path)
        defer { unsafe unlink(path) }
        let classifier = OutputClassifier()
        var rates: [Double] = []
        var found = 0
        var memory = (before: 0, after: 0)
        for _ in 0..<rounds {
            let reader = classifier.makeReader(tool: "any", watchesErrors: true)
            _ = unsafe log.prefix(Self.chunk).withUnsafeBytes { unsafe reader.read($0, from: .stderr) }
            memory.before = Shell.residentMemory
            found = 0
            let start = ContinuousClock.now
            unsafe log.withUnsafeBytes { bytes in
                for place in stride(from: 0, to: bytes.count, by: Self.chunk) {
                    let end = min(bytes.count, place + Self.chunk)
                    let sign = unsafe reader.read(UnsafeRawBufferPointer(rebasing: bytes[place..<end]), from: .stderr)
                    if sign != nil { found += 1 }
                }
            }
            rates.append(Double(Self.megabytes) / ((ContinuousClock.now - start) / .seconds(1)))
            memory.after = Shell.residentMemory
        }
        let patterns = ErrorRules.builtIn.filter(\.isWatched).map(\.pattern)
        let words = patterns.map { "-e '\($0)'" }.joined(separator: " ")
        // Into a pipe: grep stops at the first match where nobody reads.
        let grep = try Shell.run("grep -icE \(words) '\(path)' | cat")
        let grepRate = Double(Self.megabytes) / grep.wall
        let rate = Figures.median(rates)
        let growth = Double(memory.after - memory.before) / 1e6
        return [
            "\(Self.megabytes) MB of stderr, \(patterns.count) patterns that end a child: \(Figures.text(rate, digits: 0)) MB/s, "
                + "errors in \(found) reads, memory grew by \(Figures.text(growth, digits: 1)) MB",
            "grep -E with the same: \(Figures.text(grepRate, digits: 0)) MB/s, "
                + "\(Figures.text(rate / grepRate, digits: 1)) times as fast",
        ]
    }

    /// What a failed attempt costs: the first, for which the patterns are compiled, and those after it.
    private func judging() -> String {
        let end = CapturedOutput(tail: Array(Self.log.suffix(ErrorText.window)))
        let classifier = OutputClassifier()
        let times = (0..<20).map { _ in
            let start = ContinuousClock.now
            _ = classifier.classify(
                ChildEnd(.exited(1)), stdout: CapturedOutput(), stderr: end, tool: "any", now: 0)
            return (ContinuousClock.now - start) / .milliseconds(1)
        }
        return "\(ErrorText.window) bytes of it judged by \(ErrorRules.builtIn.count) patterns: the first time "
            + "\(Figures.text(times[0], digits: 0)) ms, then \(Figures.text(Figures.median(times))) ms"
    }

    /// From the error's own time to the end of its child; the grace of two seconds is taken off.
    private func grace() async throws -> String {
        var configuration = SpawnerConfiguration()
        configuration.maxConcurrent = count
        configuration.tool = "hangs"
        configuration.tools["hangs"] = ToolDefinition(
            name: "hangs",
            command: ["/bin/sh", "-c", "echo 'Error: connection refused' >&2; exec sleep 600"], prompt: .none,
            reading: ToolReading(killsOnErrorPattern: true))
        let spawner = try Spawner(
            tasks: (1...count).map { SpawnTask(id: "\($0)", prompt: "hang") }, configuration: configuration)
        var spoke: [Int: Moment] = [:]
        var delays: [Double] = []
        let events = spawner.events()
        let running = Task { @concurrent in await spawner.run() }
        for await event in events {
            switch event.kind {
            case .attemptOutput(let task, _): spoke[task] = event.moment
            case .attemptEnded(let task, let attempt) where attempt.termination == .errorPattern:
                if let moment = spoke[task] {
                    let end = attempt.startedAt + attempt.duration
                    delays.append(((end - moment).inSeconds - 2) * 1000)
                }
                if delays.count == count { spawner.send(.stop(.user)) }
            default: break
            }
        }
        _ = await running.value
        guard delays.count == count else { throw BenchError("\(delays.count) of \(count) children were ended") }
        return
            "\(count) hanging children: ended \(Figures.text(Figures.percentile(delays, 0.5))) ms after their grace, "
            + "p99 \(Figures.text(Figures.percentile(delays, 0.99))) ms"
    }
}
