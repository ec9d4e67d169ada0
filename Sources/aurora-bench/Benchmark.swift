/// One thing that can be measured.
struct Benchmark: Sendable {
    var name: String
    /// What is measured, in one line.
    var summary: String
    /// Measures, and answers the lines to print.
    var run: @Sendable (BenchOptions) async throws -> [String]

    /// All there are, in the order they run in.
    static let all = [
        Benchmark(name: "spawn", summary: "wall and CPU time of many short children, against the floor in C") {
            try SpawnBenchmark($0).run()
        },
        Benchmark(name: "sequential", summary: "what one child after the other takes beyond the floor") {
            try SequentialBenchmark($0).run()
        },
        Benchmark(name: "latency", summary: "from the end of a child to its result in the hands of a subscriber") {
            try await LatencyBenchmark($0).run()
        },
        Benchmark(name: "memory", summary: "the most memory a run of many short tasks holds") {
            try await MemoryBenchmark($0).run()
        },
        Benchmark(name: "classify", summary: "error patterns over a long stderr, and the end of a child that hangs") {
            try await ClassifyBenchmark($0).run()
        },
        Benchmark(name: "streams", summary: "events of agents through each decoder, and the memory that it takes") {
            try StreamsBenchmark($0).run()
        },
        Benchmark(name: "output", summary: "long output into files, against the floor in C") {
            try await OutputBenchmark($0).run()
        },
        Benchmark(name: "logs", summary: "reading and searching a log of ten million lines, as the dashboard does") {
            try LogsBenchmark($0).run()
        },
        Benchmark(name: "children", summary: "what a child costs while it lives, and how fast all are ended") {
            try await LiveChildrenBenchmark($0).run()
        },
        Benchmark(name: "kills", summary: "what is left of a run when supervisor, guardian or both are killed") {
            try await KillBenchmark($0).run()
        },
        Benchmark(name: "engine", summary: "rules alone: a million trivial tasks, no processes, no clock") {
            try EngineBenchmark($0).run()
        },
        Benchmark(name: "dashboard", summary: "what the screen costs, in a pseudo-terminal of 200×60 and beside htop") {
            try DashboardBenchmark($0).run()
        },
        Benchmark(
            name: "hostile", summary: "random strings of bytes as the output of a task; --count 1000000 takes minutes"
        ) {
            try HostileBenchmark($0).run()
        },
    ]
}
