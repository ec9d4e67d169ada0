import AuroraSpawner
import Glibc
import SpawnCore

/// Children that write more than memory holds: how fast it gets into files, whether it gets there byte for byte, and what
/// the program holds meanwhile.
struct OutputBenchmark {
    private static let seed = 7
    private let megabytes: Int
    private let slots: Int
    private let rounds: Int

    /// `--count` is the MiB that each child writes.
    init(_ options: BenchOptions) {
        megabytes = options.count ?? 1024
        slots = options.slots
        rounds = options.rounds
    }

    func run() async throws -> [String] { try await files() + [try await errors()] }

    private var flood: [String] { ["\(Shell.ownDirectory)/flood", "\(megabytes << 20)", "\(Self.seed)"] }

    private func files() async throws -> [String] {
        let floorDirectory = "\(Shell.ownDirectory)/bench-floor"
        let floor = "\(Shell.ownDirectory)/spawn-floor --into '\(floorDirectory)' \(slots) \(slots) "
        var rates: [(floor: Double, aurora: Double)] = []
        var peak = 0
        var exact = 0
        for _ in 0..<rounds {
            try Shell.run("rm -rf '\(floorDirectory)' && mkdir -p '\(floorDirectory)' && sync")
            let floorTime = try Shell.run(floor + flood.joined(separator: " ")).wall
            try Shell.run("rm -rf '\(floorDirectory)' && sync")
            let job = try AuroraJob(flood, count: slots)
            let start = ContinuousClock.now
            peak = max(peak, try await memory(of: job))
            let time = (ContinuousClock.now - start) / .seconds(1)
            rates.append((rate(floorTime), rate(time)))
            exact += try exactFiles(of: job)
            try Shell.run("rm -rf '\(job.directory)/.aurora/runs'")
        }
        let floorRate = Figures.median(rates.map(\.floor))
        let auroraRate = Figures.median(rates.map(\.aurora))
        return [
            "\(slots) children write \(megabytes) MiB each, \(rounds) rounds: \(Figures.text(auroraRate, digits: 0)) MB/s into "
                + "files, the floor in C \(Figures.text(floorRate, digits: 0)) MB/s: "
                + "\(Figures.text(100 * auroraRate / floorRate, digits: 0)) % of it (goal: at least 60 %)",
            "byte for byte: \(exact) of \(slots * rounds) files (goal: all)",
            "\(Figures.text(Double(peak) / 1e6, digits: 1)) MB resident at most (goal: at most 64 MB)",
        ]
    }

    private func rate(_ seconds: Double) -> Double { Double(slots * megabytes) * 1.048576 / seconds }

    /// Runs a job to its end, and answers the most memory it held.
    private func memory(of job: AuroraJob) async throws -> Int {
        let aurora = try BackgroundProgram(job.commandLine(slots: slots))
        var peak = 0
        while aurora.supervisor == nil { try await Task.sleep(for: .milliseconds(1)) }
        while let memory = aurora.peakMemory {
            peak = memory
            try await Task.sleep(for: .milliseconds(10))
        }
        let code = aurora.wait()
        guard code == 0 else { throw BenchError("aurora ended with \(code)") }
        return peak
    }

    private func exactFiles(of job: AuroraJob) throws -> Int {
        let document = try ResultsDocument(json: InputFile.read("\(job.directory)/results.json"), file: nil)
        return document.results.count { result in
            guard let file = result.output.file else { return false }
            let command = "\(flood.joined(separator: " ")) | cmp - '\(job.directory)/\(file.path)'"
            return (try? Shell.run(command)) != nil
        }
    }

    /// One child with an error in the middle of a long stderr, which then hangs: it is found on the way, or never.
    private func errors() async throws -> String {
        let half = ["\(Shell.ownDirectory)/flood", "\(megabytes << 19)", "\(Self.seed)"].joined(separator: " ")
        let script = "(\(half); echo; echo 'Error: connection reset by peer'; \(half)) >&2; exec sleep 600"
        let job = try AuroraJob(["/bin/sh", "-c", script], count: 1)
        defer { _ = try? Shell.run("rm -rf '\(job.directory)/.aurora/runs'") }
        let aurora = try BackgroundProgram(job.commandLine(slots: 1) + " --max-retries 0 --no-fallback")
        _ = aurora.wait()
        let attempt = try ResultsDocument(json: InputFile.read("\(job.directory)/results.json"), file: nil)
            .results.first?.attempts.first
        let bytes = attempt?.spills.first { $0.stream == .stderr }?.byteCount ?? 0
        let seconds = attempt?.duration.inSeconds ?? .nan
        return "an error in the middle of \(megabytes) MiB of stderr: the child "
            + (attempt?.termination == .errorPattern ? "was ended for it" : "was NOT ended for it")
            + " after \(Figures.text(seconds)) s, 2 s of grace among them, with \(bytes >> 20) MiB of it in its file"
    }
}
