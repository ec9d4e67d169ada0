// Measures the product on the machine it runs on, beside the floor in C and the tools people use instead.
import Glibc

do {
    let options = try BenchOptions(CommandLine.arguments.dropFirst())
    for (index, benchmark) in options.benchmarks.enumerated() {
        if index > 0 { print() }
        do {
            print("\(benchmark.name): \(benchmark.summary)")
            for line in try await benchmark.run(options) { print("  " + line) }
        } catch {
            print("  not measured: \(error)")
        }
        fflush(nil)
    }
} catch {
    print("aurora-bench: \(error)")
    exit(2)
}
