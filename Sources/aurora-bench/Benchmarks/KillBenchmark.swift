import CLinux
import Glibc

/// Runs of fifty mixed children, each of which loses its supervisor, or its guardian, to a KILL at a random moment.
///
/// Whatever outlives both becomes a child of this program, so that nothing can hide.
struct KillBenchmark {
    /// Children that end by themselves, hang, do not listen, talk, and start others inside and outside of their sessions.
    private static let prompts = [
        "@lines 1000 0.01", "@hang", "@ignore-term\\n@hang", "@fork 300\\n@hang", "@fork 300 escape\\n@sleep 0.1",
        "@ignore-term\\n@fork 300 escape\\n@bytes 1000000\\n@hang", "@print hi",
    ]
    /// How long everything may take to be gone.
    private static let limit = 1.0

    private let count: Int

    init(_ options: BenchOptions) { count = options.count ?? 200 }

    func run() async throws -> [String] {
        guard linux_adopt_orphans() == 0 else { throw BenchError("cannot adopt orphans") }
        return [
            try await kill("supervisor") { $0.supervisor },
            try await kill("guardian") { $0.pid },
        ]
    }

    private func kill(_ name: String, _ victim: (BackgroundProgram) -> pid_t?) async throws -> String {
        let job = try AuroraJob(["\(Shell.ownDirectory)/sample-agent", "-p"], prompts: Self.prompts, count: 50)
        var times: [Double] = []
        for _ in 0..<count {
            let aurora = try BackgroundProgram(job.commandLine(slots: 50))
            while aurora.supervisor == nil { try await Task.sleep(for: .milliseconds(1)) }
            try await Task.sleep(for: .milliseconds(Int64.random(in: 0...800)))
            guard let pid = victim(aurora) else { throw BenchError("aurora ended with \(aurora.wait())") }
            Glibc.kill(pid, SIGKILL)
            times.append(try await timeUntilAlone())
        }
        let late = times.count { $0 > Self.limit }
        return
            "\(count) times the \(name): \(late) times something was alive after \(Figures.text(Self.limit, digits: 0)) s; "
            + "all gone after \(Figures.text(Figures.median(times) * 1000, digits: 0)) ms (median), "
            + "\(Figures.text((times.max() ?? 0) * 1000, digits: 0)) ms (most)"
    }

    private func timeUntilAlone() async throws -> Double {
        let start = ContinuousClock.now
        while waitpid(-1, nil, WNOHANG) >= 0 {
            try await Task.sleep(for: .milliseconds(1))
            guard ContinuousClock.now - start < .seconds(30) else { throw BenchError("something lives for ever") }
        }
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
