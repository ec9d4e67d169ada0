import AuroraSpawner
import Glibc

/// Many children alive at once: what each costs the product, how fast they are started, how fast all are ended.
struct LiveChildrenBenchmark {
    private let count: Int
    private let slots: Int

    init(_ options: BenchOptions) {
        count = options.count ?? 2000
        slots = options.slots
    }

    func run() async throws -> [String] {
        let few = try await alive(slots)
        let all = try await alive(count)
        // The same program, for what a program does before it does anything is most of its start.
        let short = try AuroraJob(["/bin/sleep", "0"], count: count)
        _ = try short.run(slots: slots)
        let usualRate = try Self.startRate(short.events())
        let more = Double(count - slots)
        return [
            "\(count) × sleep at once: \(Figures.text(Double(all.memory - few.memory) / more / 1024, digits: 1)) KiB a child "
                + "(goal 16), \(Figures.text(Double(all.descriptors - few.descriptors) / more, digits: 2)) descriptors a "
                + "child (goal 3)",
            "started at \(Figures.text(all.startRate, digits: 0)) a second, "
                + "\(Figures.text(all.startRate / usualRate)) × the \(Figures.text(usualRate, digits: 0)) a second of "
                + "sleep 0, \(slots) at a time (goal 0.80)",
            "all ended \(Figures.text(all.endTime)) s after SIGTERM (goal 3)",
        ]
    }

    private struct Measured {
        var memory: Int
        var descriptors: Int
        var startRate: Double
        var endTime: Double
    }

    /// Runs the tasks until so many children live, looks, and ends them.
    private func alive(_ slots: Int) async throws -> Measured {
        let job = try AuroraJob(["/bin/sleep", "600"], count: count)
        let aurora = try BackgroundProgram(job.commandLine(slots: slots))
        var events: [SpawnEvent] = []
        while Self.starts(events).count < slots {
            guard !aurora.hasEnded else { throw BenchError("aurora ended before \(slots) children lived") }
            // Not often: reading what is told of two thousand starts takes as long as dozens of them.
            try await Task.sleep(for: .milliseconds(500))
            events = (try? job.events()) ?? []
        }
        guard let memory = aurora.memory else { throw BenchError("aurora ended while it was looked at") }
        let descriptors = aurora.descriptors
        let start = ContinuousClock.now
        // Not SIGINT: where a shell started us in the background, it is ignored.
        aurora.send(SIGTERM)
        let code = aurora.wait()
        let endTime = (ContinuousClock.now - start) / .seconds(1)
        guard code == 128 + SIGTERM else { throw BenchError("aurora ended with \(code) after SIGTERM") }
        return Measured(
            memory: memory, descriptors: descriptors, startRate: try Self.startRate(events), endTime: endTime)
    }

    private static func starts(_ events: [SpawnEvent]) -> [Moment] {
        events.compactMap { if case .attemptStarted = $0.kind { $0.moment } else { nil } }
    }

    private static func startRate(_ events: [SpawnEvent]) throws -> Double {
        let starts = starts(events)
        guard let first = starts.first, let last = starts.last, first < last else {
            throw BenchError("the events tell of no starts")
        }
        return Double(starts.count - 1) / ((last - first) / .seconds(1))
    }
}
