import AuroraSpawner
import CLinux
import Glibc

/// How long after its end the result of a child is known.
///
/// The child writes the monotonic clock as the last thing before `_exit`; the other end is when a subscriber to the events
/// of the run has the task's result in its hands. So the kernel's own work of ending a process is in it.
struct LatencyBenchmark {
    private let count: Int
    private let slots: Int

    init(_ options: BenchOptions) {
        count = options.count ?? 5000
        slots = options.slots
    }

    func run() async throws -> [String] {
        var configuration = SpawnerConfiguration()
        configuration.maxConcurrent = slots
        configuration.tool = "exit-clock"
        configuration.tools["exit-clock"] = ToolDefinition(
            name: "exit-clock", command: ["\(Shell.ownDirectory)/exit-clock"], prompt: .none)
        let spawner = try Spawner(
            tasks: (1...count).map { SpawnTask(id: "\($0)", prompt: "say when", agent: "agent-\($0 % 4)") },
            configuration: configuration)
        let events = spawner.events()
        let subscriber = Task { @concurrent in
            var latencies: [Double] = []
            for await event in events {
                guard case .taskEnded(let result) = event.kind else { continue }
                let now = Self.nanoseconds
                if let end = Int64(result.output.text) { latencies.append(Double(now - end) / 1e6) }
            }
            return latencies
        }
        _ = await spawner.run()
        let latencies = await subscriber.value
        guard latencies.count == count else { throw BenchError("\(latencies.count) of \(count) children said when") }
        let figures = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("most", 1)].map {
            "\($0) \(Figures.text(Figures.percentile(latencies, $1))) ms"
        }
        return ["\(count) children, \(slots) at a time: " + figures.joined(separator: ", ")]
    }

    private static var nanoseconds: Int64 { linux_nanoseconds(CLOCK_MONOTONIC) }
}
