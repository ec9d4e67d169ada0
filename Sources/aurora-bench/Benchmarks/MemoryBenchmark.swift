/// The most memory that a run of a thousand tasks of the sample agent holds at once.
struct MemoryBenchmark {
    private let count: Int
    private let slots: Int

    init(_ options: BenchOptions) {
        count = options.count ?? 1000
        slots = options.slots
    }

    func run() async throws -> [String] {
        let job = try AuroraJob(["\(Shell.ownDirectory)/sample-agent", "-p"], prompts: ["@print hi"], count: count)
        let aurora = try BackgroundProgram(job.commandLine(slots: slots))
        var peak = 0
        while aurora.supervisor == nil { try await Task.sleep(for: .milliseconds(1)) }
        while let memory = aurora.peakMemory {
            peak = memory
            try await Task.sleep(for: .milliseconds(2))
        }
        let code = aurora.wait()
        guard code == 0 else { throw BenchError("aurora ended with \(code)") }
        return [
            "\(count) tasks, \(slots) at a time: \(Figures.text(Double(peak) / 1e6, digits: 1)) MB resident at most"
        ]
    }
}
