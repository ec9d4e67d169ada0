import Glibc
import Logs
import SpawnCore

/// Long output as the dashboard reads it: its lines, its end, and the first match of a search, with the memory that takes.
struct LogsBenchmark {
    private static let needle = "ERROR the one line that is looked for"
    private let megabytes: Int

    /// `--count` is the size of the log in MB.
    init(_ options: BenchOptions) { megabytes = options.count ?? 1000 }

    func run() throws -> [String] {
        // 100 bytes a line: a thousand MB are ten million lines.
        let lines = megabytes * 10_000
        let path = "\(Shell.ownDirectory)/bench-log"
        defer { unsafe unlink(path) }
        let written = #"printf("%09d %089d\n", i, i * 7)"#
        try Shell.run(
            "awk 'BEGIN { for (i = 0; i < \(lines); i++) if (i == \(lines - 2)) printf(\"%-99s\\n\", \"\(Self.needle)\"); "
                + "else \(written) }' >'\(path)'")
        let before = Shell.residentMemory
        let log = OutputLog()
        let file = SpillFile(stream: .stdout, path: path, byteCount: lines * 100)
        let opening = Self.time { log.refresh(CapturedOutput(byteCount: lines * 100, file: file)) }
        guard log.lineCount == lines else { throw BenchError("\(log.lineCount) of \(lines) lines were found") }
        var screen: [OutputLog.Line] = []
        let end = Self.time { screen = log.lines(lines - 60..<lines) }
        let middle = Self.time { screen = log.lines(lines / 2..<lines / 2 + 60) }
        let isRight = screen.first?.bytes.starts(with: Self.number(lines / 2)) == true
        guard isRight else { throw BenchError("a line is wrong") }
        let pattern = try LinePattern(#"ERROR the \w+ line"#)
        var hit: Int?
        let first = Self.time { hit = log.next(pattern, from: 0) }
        guard hit == lines - 2 else { throw BenchError("the search found line \(hit ?? -1)") }
        let firstLine = try LinePattern("^000000000 ")
        let back = Self.time { hit = log.previous(firstLine, before: lines) }
        guard hit == 0 else { throw BenchError("the search backwards found line \(hit ?? -1)") }
        let coloured = try Self.colouredSearch(pattern)
        let counting = try Self.count("7 0", in: log, expecting: lines / 10)
        let countingAll = try Self.count("0", in: log, expecting: lines - 1)
        func text(_ seconds: Double) -> String { "\(Figures.text(seconds * 1000, digits: 1)) ms" }
        let hundreds = Double(megabytes) / 100
        return [
            "\(megabytes) MB, \(lines) lines: opened in \(text(opening)), the last screen in \(text(end)), one in the middle in "
                + text(middle),
            "first match at the other end, by a regular expression: \(text(first / hundreds)) per 100 MB, backwards "
                + "\(text(back / hundreds)) (goal: at most 200 ms)",
            "the same where every word has a colour, 25 bytes from one escape sequence to the next: \(text(coloured)) per 100 MB "
                + "(goal: at most 200 ms)",
            "all matches counted, one line in ten: \(text(counting.sum)), at most \(text(counting.longest)) an answer; every line: "
                + "\(text(countingAll.sum)), at most \(text(countingAll.longest))",
            "memory grew by \(Figures.text(Double(Shell.residentMemory - before) / 1e6, digits: 1)) MB (goal: flat)",
        ]
    }

    /// Seconds until all lines with a match are counted, and for the longest answer on the way.
    private static func count(
        _ expression: String, in log: OutputLog, expecting total: Int
    ) throws -> (sum: Double, longest: Double) {
        let pattern = try LinePattern(expression)
        var (sum, longest) = (0.0, 0.0)
        while true {
            var count = (place: Int?.none, total: 0, isComplete: false)
            let seconds = time { count = log.count(pattern, upTo: 0, most: 32_000_000) }
            sum += seconds
            longest = max(longest, seconds)
            guard count.isComplete else { continue }
            guard count.total == total else { throw BenchError("\(count.total) of \(total) matches were counted") }
            return (sum, longest)
        }
    }

    /// Seconds for the first match at the other end of 100 MB of colours.
    private static func colouredSearch(_ pattern: LinePattern) throws -> Double {
        let path = "\(Shell.ownDirectory)/bench-log-coloured"
        defer { unsafe unlink(path) }
        let written = #"printf("\033[32m%020d\033[0m%021d\033[33m%020d\033[0m%020d\n", i, i, i, i)"#
        let last = #"printf("\033[1mERROR\033[0m the \033[31mone\033[0m line that is looked for\n")"#
        try Shell.run("awk 'BEGIN { for (i = 0; i < 1000000; i++) \(written); \(last) }' >'\(path)'")
        let log = OutputLog()
        let byteCount = 100_000_000 + 55
        let file = SpillFile(stream: .stdout, path: path, byteCount: byteCount)
        log.refresh(CapturedOutput(byteCount: byteCount, file: file))
        var hit: Int?
        let seconds = time { hit = log.next(pattern, from: 0) }
        guard hit == 1_000_000 else { throw BenchError("the search in colours found line \(hit ?? -1)") }
        return seconds
    }

    private static func number(_ line: Int) -> [UInt8] {
        let digits = String(line)
        return Array((String(repeating: "0", count: 9 - digits.count) + digits).utf8)
    }

    private static func time(_ body: () -> Void) -> Double {
        let start = ContinuousClock.now
        body()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
