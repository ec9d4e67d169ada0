// Measures the product on the machine it runs on, beside the floor in C and the tools people use instead.
import Glibc

do {
    let options = try BenchOptions(CommandLine.arguments.dropFirst())
    let table = try await SpawnBenchmark(count: options.count, slots: options.slots, rounds: options.rounds).run()
    print(table)
} catch {
    print("aurora-bench: \(error)")
    exit(2)
}
