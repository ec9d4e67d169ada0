/// Many short children, some at a time: the product with everything on, the floor in C and the tools people use instead.
///
/// The contenders take turns, round by round, so that whatever else the machine does meets them all; the median counts.
struct SpawnBenchmark {
    private let count: Int
    private let slots: Int
    private let rounds: Int

    init(_ options: BenchOptions) {
        count = options.count ?? 5000
        slots = options.slots
        rounds = options.rounds
    }

    private typealias Contender = (name: String, measure: () throws -> Cost)

    func run() throws -> [String] {
        let job = try AuroraJob(["/bin/true"], count: count)
        let contenders: [Contender] = [
            ("C floor", { try Shell.run("'\(Shell.ownDirectory)/spawn-floor' \(count) \(slots) /bin/true") }),
            ("aurora", { try job.run(slots: slots) }),
            ("xargs -P", { try Shell.run("seq \(count) | xargs -n 1 -P \(slots) /bin/true") }),
            ("GNU parallel", { try Shell.run("seq \(count) | parallel --will-cite -j \(slots) /bin/true") }),
        ]
        var costs: [String: [Cost]] = [:]
        var complaints: [String: String] = [:]
        for _ in 0..<rounds {
            for contender in contenders where complaints[contender.name] == nil {
                do {
                    costs[contender.name, default: []].append(try contender.measure())
                } catch {
                    complaints[contender.name] = "\(error)"
                }
            }
        }
        let floor = costs["C floor"].map(Medians.init)
        let rows = contenders.map { contender in
            let name = contender.name + String(repeating: " ", count: max(0, 14 - contender.name.count))
            if let complaint = complaints[contender.name] { return name + "not measured: \(complaint)" }
            return name + (costs[contender.name].map(Medians.init)?.row(count: count, floor: floor) ?? "")
        }
        let title = "\(count) × /bin/true, \(slots) at a time, \(rounds) rounds"
        return [title, String(repeating: " ", count: 14) + "    wall s   × floor children/s     CPU s   × floor"] + rows
    }
}

/// The middle of all rounds.
private struct Medians {
    var wall: Double
    var processor: Double

    init(_ costs: [Cost]) {
        wall = Figures.median(costs.map(\.wall))
        processor = Figures.median(costs.map(\.processor))
    }

    func row(count: Int, floor: Medians?) -> String {
        [
            Figures.text(wall), floor.map { Figures.text(wall / $0.wall) } ?? "–",
            Figures.text(Double(count) / wall, digits: 0), Figures.text(processor),
            floor.map { Figures.text(processor / $0.processor) } ?? "–",
        ].map { Figures.column($0) }.joined()
    }
}
