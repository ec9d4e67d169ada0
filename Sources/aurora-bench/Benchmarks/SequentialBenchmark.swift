/// A few children one after the other: a fixed wait anywhere would show here.
struct SequentialBenchmark {
    private let count: Int
    private let rounds: Int

    init(_ options: BenchOptions) {
        count = options.count ?? 20
        rounds = options.rounds
    }

    func run() throws -> [String] {
        let job = try AuroraJob(["/bin/true"], count: count)
        var floors: [Double] = []
        var times: [Double] = []
        for _ in 0..<rounds {
            floors.append(try Shell.run("'\(Shell.ownDirectory)/spawn-floor' \(count) 1 /bin/true").wall)
            times.append(try job.run(slots: 1).wall)
        }
        let (floor, time) = (Figures.median(floors), Figures.median(times))
        return [
            "\(count) × /bin/true in \(Figures.text(time, digits: 3)) s, \(Figures.text(time - floor, digits: 3)) s beyond "
                + "the floor's \(Figures.text(floor, digits: 3)) s; median of \(rounds) rounds, start of the program included"
        ]
    }
}
