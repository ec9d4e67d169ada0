/// `aurora-bench [spawn] [--count N] [--slots N] [--rounds N]`
struct BenchOptions {
    var count = 5000
    var slots = 8
    var rounds = 3

    init(_ arguments: some Collection<String>) throws(BenchError) {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            switch argument {
            case "spawn": break
            case "--count": count = try Self.number(argument, rest.next())
            case "--slots": slots = try Self.number(argument, rest.next())
            case "--rounds": rounds = try Self.number(argument, rest.next())
            default:
                throw BenchError("unknown option \(argument); allowed are spawn, --count N, --slots N and --rounds N")
            }
        }
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
