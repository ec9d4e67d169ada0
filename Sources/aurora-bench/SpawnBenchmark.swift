/// Spawn throughput: `count` times `/bin/true`, `slots` at a time.
///
/// The contenders take turns, round by round, so that whatever else the machine does meets them all; the median counts.
struct SpawnBenchmark {
    var count: Int
    var slots: Int
    var rounds: Int

    private typealias Contender = (name: String, measure: () async throws -> Duration)

    /// Runs all rounds.
    ///
    /// - Returns: A table of medians and ratios, and a line for every contender that could not be measured.
    func run() async throws -> String {
        var times: [String: [Duration]] = [:]
        var complaints: [String: String] = [:]
        for _ in 0..<rounds {
            for contender in contenders where complaints[contender.name] == nil {
                do {
                    times[contender.name, default: []].append(try await contender.measure())
                } catch {
                    complaints[contender.name] = "\(error)"
                }
            }
        }
        let medians = times.mapValues { $0.sorted()[$0.count / 2] / .seconds(1) }
        let rows = contenders.compactMap { contender -> String? in
            guard complaints[contender.name] == nil, let median = medians[contender.name] else { return nil }
            let ratio = medians["C floor"].map { column(median / $0) } ?? "–"
            return padded(contender.name) + column(median) + " s" + column(Double(count) / median, digits: 0) + "/s  "
                + ratio
        }
        return
            ([title, padded("") + "    median    children     × floor"] + rows
            + complaints.sorted { $0.key < $1.key }.map { "\($0.key): not measured: \($0.value)" })
            .joined(separator: "\n")
    }

    private var title: String { "\(count) × /bin/true, \(slots) at a time, \(rounds) rounds" }

    private var contenders: [Contender] {
        [
            ("C floor", { try Shell.time("'\(Shell.ownDirectory)/spawn-floor' \(count) \(slots) /bin/true") }),
            ("aurora", { try await measureAurora(count: count, slots: slots) }),
            ("xargs -P", { try Shell.time("seq \(count) | xargs -n 1 -P \(slots) /bin/true") }),
            ("GNU parallel", { try Shell.time("seq \(count) | parallel --will-cite -j \(slots) /bin/true") }),
        ]
    }

    private func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(0, 14 - text.count))
    }

    /// A number in ten columns.
    private func column(_ number: Double, digits: Int = 2) -> String {
        let scale = digits == 0 ? 1 : 100
        let whole = Int((number * Double(scale)).rounded())
        let fraction = String(scale + whole % scale).dropFirst()
        let text = digits == 0 ? "\(whole)" : "\(whole / scale).\(fraction)"
        return String(repeating: " ", count: max(0, 10 - text.count)) + text
    }
}
