import Glibc

/// The dashboard as a person has it: the built `aurora` in a terminal, at rest, under load, and htop beside it over the same
/// children at the same time.
struct ScreenBenchmark {
    private static let writers = 200
    private static let linesPerSecond = 5
    private static let crowd = 100_000

    private let seconds: Int
    private let rounds: Int

    init(_ options: BenchOptions) {
        seconds = options.seconds
        rounds = options.rounds
    }

    func rows() throws -> [Row] { try start() + idle() + crowded() + loaded() }

    // MARK: - Start

    private func start() throws -> [Row] {
        let job = try AuroraJob(["/bin/sleep", "600"], count: 4)
        let times = try (0..<max(5, rounds)).map { _ in
            let terminal = try PseudoTerminal(job.commandLine(slots: 4, "--ui dashboard"))
            // The last words of the footer are the end of the frame.
            let shown = try terminal.wait(for: "quit")
            terminal.stop()
            return terminal.startedAt.duration(to: shown) / .milliseconds(1)
        }
        return [
            Row(
                what: "start to first frame", figure: Figures.median(times), unit: "ms", limit: 100, digits: 1,
                note: "at most \(Figures.text(times.max() ?? .nan, digits: 1)) of \(times.count)")
        ]
    }

    // MARK: - At rest

    private func idle() throws -> [Row] {
        let screen = try Watched(AuroraJob(["/bin/sleep", "600"], count: 4), slots: 4)
        defer { screen.end() }
        let seen = screen.watch(seconds)
        let words = seen.words.subtracting("0123456789:").sorted()
        return [
            Row(
                what: "idle for \(seconds) s, 4 silent children", figure: seen.core, unit: "% of a core", limit: 0.3,
                note: "the whole of aurora, guardian and keeper too"),
            Row(
                what: "  frames", figure: seen.framesPerSecond, unit: "a second", limit: 1.05,
                note: "\(seen.bytes / max(1, seen.frames)) bytes each; written but digits and colons: "
                    + (words.isEmpty ? "nothing" : String(words))),
            seen.htop(),
        ]
    }

    // MARK: - With very many tasks

    private func crowded() throws -> [Row] {
        let screen = try Watched(AuroraJob(["/bin/sleep", "600"], count: Self.crowd), slots: 4)
        defer { screen.end() }
        let delays = try screen.keyDelays(100, after: "/", shows: "filter /")
        return [
            Row(
                what: "typing a filter over \(Self.crowd) tasks, p99", figure: Figures.percentile(delays, 0.99),
                unit: "ms", limit: 50, digits: 1,
                note: "\(delays.count) keys; p50 \(Figures.text(Figures.median(delays), digits: 1)) ms")
        ]
    }

    // MARK: - Under load

    private func loaded() throws -> [Row] {
        let every = 1 / Double(Self.linesPerSecond)
        let job = try AuroraJob(
            ["\(Shell.ownDirectory)/sample-agent", "-p"], prompts: ["@lines 1000000 \(Figures.text(every))"],
            count: Self.writers)
        let length = max(5, min(20, seconds))
        let bare = try blind(job, length)
        let screen = try Watched(job, slots: Self.writers)
        defer { screen.end() }
        let seen = screen.watch(length)
        let delays = try screen.keyDelays(400, after: "F", shows: "find in all output")
        let load = "\(Self.writers) tasks, \(Self.writers * Self.linesPerSecond) lines a second"
        return [
            Row(
                what: load, figure: seen.core - bare, unit: "% of a core", limit: 15,
                note: "beyond the \(Figures.text(bare)) % of --ui none; \(Figures.text(seen.core)) % in all"),
            Row(
                what: "  frames", figure: seen.framesPerSecond, unit: "a second", limit: 30, digits: 1,
                note: "\(seen.bytes / max(1, seen.frames)) bytes each"),
            Row(
                what: "  key to screen, p99", figure: Figures.percentile(delays, 0.99), unit: "ms", limit: 50,
                digits: 1,
                note: "\(delays.count) keys; p50 \(Figures.text(Figures.median(delays), digits: 1)) ms"),
            seen.htop(),
        ]
    }

    /// The processor time the same run takes with nobody to look at it, in hundredths of a core.
    private func blind(_ job: AuroraJob, _ seconds: Int) throws -> Double {
        let aurora = try BackgroundProgram(job.commandLine(slots: Self.writers, "--ui none"))
        while aurora.children.count < Self.writers { usleep(20_000) }
        usleep(1_000_000)
        let start = ContinuousClock.now
        let before = aurora.processorTime
        usleep(UInt32(seconds) * 1_000_000)
        let core = (aurora.processorTime - before) / (ContinuousClock.now - start) * 100
        aurora.send(SIGTERM)
        _ = aurora.wait()
        return core
    }
}

/// A run on a screen, and htop over its children on another.
private final class Watched {
    private let aurora: PseudoTerminal
    private let htop: PseudoTerminal?

    /// Starts the run and waits until all of it is there.
    init(_ job: AuroraJob, slots: Int) throws {
        aurora = try PseudoTerminal(job.commandLine(slots: slots, "--ui dashboard"))
        while aurora.program.children.count < slots { PseudoTerminal.watch([aurora], for: .milliseconds(20)) }
        let children = aurora.program.children.map { "\($0)" }.joined(separator: ",")
        let isInstalled = (try? Shell.run("command -v htop")) != nil
        htop = isInstalled ? try PseudoTerminal("exec htop --delay=10 --pid=\(children)") : nil
        PseudoTerminal.watch(terminals, for: .seconds(3))
    }

    private var terminals: [PseudoTerminal] { [aurora, htop].compactMap(\.self) }

    func end() {
        htop?.stop()
        aurora.stop()
    }

    /// What was seen of both in some seconds.
    struct Seen {
        /// Processor time, in hundredths of a core.
        var core: Double
        var htopCore: Double?
        var framesPerSecond: Double
        var frames: Int
        var bytes: Int
        var htopBytes: Int
        /// Every printable character that was written.
        var words: Set<Character>

        func htop() -> Row {
            guard let htopCore else {
                return Row(
                    what: "  htop", figure: .nan, unit: "", note: "not installed; on Debian: apt-get install htop")
            }
            return Row(
                what: "  htop over the same children", figure: htopCore, unit: "% of a core",
                note: "a screen a second; \(htopBytes) bytes against \(bytes)")
        }
    }

    func watch(_ seconds: Int) -> Seen {
        for terminal in terminals { terminal.forget() }
        let before = terminals.map(\.program.processorTime)
        let start = ContinuousClock.now
        PseudoTerminal.watch(terminals, for: .seconds(seconds))
        let time = ContinuousClock.now - start
        let cores = zip(terminals, before).map { ($0.program.processorTime - $1) / time * 100 }
        return Seen(
            core: cores[0], htopCore: cores.count > 1 ? cores[1] : nil,
            framesPerSecond: Double(aurora.frames) / (time / .seconds(1)), frames: aurora.frames,
            bytes: aurora.written.count, htopBytes: htop?.written.count ?? 0, words: aurora.words)
    }

    /// Types a text that a key asks for, a letter at a time, and measures until each is on the screen. No task has or writes
    /// such letters. In milliseconds.
    func keyDelays(_ count: Int, after key: String, shows prompt: String) throws -> [Double] {
        aurora.type(key)
        _ = try aurora.wait(for: prompt)
        return try (0..<count).map { number in
            // The line is full after 200; Ctrl-U empties it. That is to be seen before the next letter comes.
            if number % 150 == 149 {
                aurora.type("\u{15}")
                PseudoTerminal.watch(terminals, for: .milliseconds(200))
            }
            PseudoTerminal.watch(terminals, for: .milliseconds(Int.random(in: 10...60)))
            aurora.forget()
            let letter = number % 2 == 0 ? "ж" : "я"
            let start = ContinuousClock.now
            aurora.type(letter)
            return start.duration(to: try aurora.wait(for: letter)) / .milliseconds(1)
        }
    }
}

extension PseudoTerminal {
    /// The printable characters written, without what control sequences are made of.
    fileprivate var words: Set<Character> {
        var words: Set<Character> = []
        var isSequence = false
        for scalar in String(decoding: written, as: UTF8.self).unicodeScalars {
            if isSequence {
                isSequence = scalar == "[" || !(0x40...0x7E).contains(scalar.value)
            } else if scalar == "\u{1B}" {
                isSequence = true
            } else if scalar.value > 0x20 {
                words.insert(Character(scalar))
            }
        }
        return words
    }
}
