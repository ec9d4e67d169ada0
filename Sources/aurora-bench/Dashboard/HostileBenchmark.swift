import SpawnTestKit

/// Whether anything that a child can write changes a cell of the screen outside its place: random bytes, with more escapes and controls
/// than chance would give, each string replayable by its number.
struct HostileBenchmark {
    private let count: Int

    init(_ options: BenchOptions) { count = options.count ?? 100_000 }

    func run() throws -> [String] {
        let start = ContinuousClock.now
        var screen = try HostileScreen()
        for seed in 1...count {
            let bytes = HostileText.random(seed: seed)
            let complaints = screen.complaints(about: bytes, splitAt: seed % (bytes.count + 1))
            guard complaints.isEmpty else {
                throw BenchError("HostileText.random(seed: \(seed)): \(complaints.joined(separator: "; "))")
            }
        }
        let time = (ContinuousClock.now - start) / .seconds(1)
        return [
            "\(count) strings, seeds 1 to \(count), on 3 screens each: no cell outside its place changed, every row as wide as its "
                + "screen, in \(Figures.text(time, digits: 0)) s"
        ]
    }
}
