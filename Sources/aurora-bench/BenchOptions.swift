/// `aurora-bench [BENCHMARK ...] [--count N] [--slots N] [--rounds N] [--seconds N]`
struct BenchOptions: Sendable {
    /// How many children or tasks; `nil` is each benchmark's own number.
    var count: Int?
    var slots = 8
    var rounds = 3
    /// How long a screen is watched.
    var seconds = 60
    var benchmarks: [Benchmark] = []

    init(_ arguments: some Collection<String>) throws(BenchError) {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            switch argument {
            case "--count": count = try Self.number(argument, rest.next())
            case "--slots": slots = try Self.number(argument, rest.next())
            case "--rounds": rounds = try Self.number(argument, rest.next())
            case "--seconds": seconds = try Self.number(argument, rest.next())
            default:
                guard let benchmark = Benchmark.all.first(where: { $0.name == argument }) else {
                    let names = Benchmark.all.map(\.name).joined(separator: ", ")
                    throw BenchError(
                        "unknown \(argument); allowed are \(names), --count N, --slots N, --rounds N and --seconds N")
                }
                benchmarks.append(benchmark)
            }
        }
        if benchmarks.isEmpty { benchmarks = Benchmark.all }
    }

    private static func number(_ option: String, _ value: String?) throws(BenchError) -> Int {
        guard let value, let number = Int(value), number > 0 else { throw BenchError("\(option) needs a whole number") }
        return number
    }
}

/// Why something could not be measured, in one sentence.
struct BenchError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
