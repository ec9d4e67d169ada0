import CLinux
import Glibc
import SpawnTestKit

/// Runs of fifty mixed children, each of which loses its supervisor, its guardian or both to a KILL at a random moment.
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
            // Both and whatever else is in it, as a shell or `timeout` does.
            try await kill("whole group") { -$0.pid },
        ]
    }

    private func kill(_ name: String, _ victim: (BackgroundProgram) -> pid_t?) async throws -> String {
        let job = try AuroraJob(["\(Shell.ownDirectory)/sample-agent", "-p"], prompts: Self.prompts, count: 50)
        var times: [Double] = []
        var childTimes: [Double] = []
        for _ in 0..<count {
            let aurora = try BackgroundProgram(job.commandLine(slots: 50), inOwnGroup: true)
            while aurora.supervisor == nil { try await Task.sleep(for: .milliseconds(1)) }
            try await Task.sleep(for: .milliseconds(Int64.random(in: 0...800)))
            guard let pid = victim(aurora), let keeper = aurora.keeper, let supervisor = aurora.supervisor else {
                throw BenchError("aurora ended with \(aurora.wait())")
            }
            Glibc.kill(pid, SIGKILL)
            let time = try await timeUntilAlone(but: [aurora.pid, keeper, supervisor])
            times.append(time.all)
            childTimes.append(time.children)
        }
        let late = times.count { $0 > Self.limit }
        return
            "\(count) times the \(name): \(late) times something was alive after \(Figures.text(Self.limit, digits: 0)) s "
            + "(goal 0); children gone after \(Self.text(childTimes)), aurora too after \(Self.text(times))"
    }

    private static func text(_ times: [Double]) -> String {
        "\(Figures.text(Figures.median(times) * 1000, digits: 0)) ms (median), "
            + "\(Figures.text((times.max() ?? 0) * 1000, digits: 0)) ms (most)"
    }

    /// How long it takes until the children are gone, those that nobody has collected yet included, and until all is.
    private func timeUntilAlone(but aurora: Set<pid_t>) async throws -> (children: Double, all: Double) {
        let start = ContinuousClock.now
        var childTime: Double?
        while waitpid(-1, nil, WNOHANG) >= 0 {
            try await Task.sleep(for: .milliseconds(1))
            let time = (ContinuousClock.now - start) / .seconds(1)
            if childTime == nil, aurora.union([getpid()]).flatMap(Self.children).allSatisfy(aurora.contains) {
                childTime = time
            }
            guard time < 30 else { throw BenchError("something lives for ever") }
        }
        let time = (ContinuousClock.now - start) / .seconds(1)
        return (childTime ?? time, time)
    }

    private static func children(of pid: pid_t) -> [pid_t] {
        Files.entries(of: "/proc/\(pid)/task").flatMap { thread in
            (Files.read("/proc/\(pid)/task/\(thread)/children") ?? "").split(separator: " ").compactMap { pid_t($0) }
        }
    }
}
