package import AuroraSpawner
package import SpawnCore

/// What a run that goes on with another says of it.
package enum ResumptionReport {
    /// Each task with what is done with it and why, and those that are gone.
    package static func lines(_ resumption: Resumption, _ tasks: [SpawnTask]) -> [String] {
        let rows = zip(tasks, resumption.decisions).map { task, decision in
            switch decision {
            case .carry: [task.id, "carried over", "succeeded, and has not changed"]
            case .skip: [task.id, "done already", "ticked in the task file"]
            case .run(let reason): [task.id, "runs", reason.words]
            case .leave(let reason): [task.id, "left out", "\(reason.words); not among those of --only"]
            }
        }
        return TextTable.lines(
            [["TASK", "WHAT", "WHY"]] + rows + resumption.removed.map { [$0, "gone", "no longer in the task file"] })
    }

    /// The same in one sentence.
    package static func sentence(_ resumption: Resumption, after run: String) -> String {
        var counts: [(String, Int)] = []
        func count(_ word: String) {
            if let place = counts.firstIndex(where: { $0.0 == word }) {
                counts[place].1 += 1
            } else {
                counts.append((word, 1))
            }
        }
        var carried = 0
        for decision in resumption.decisions {
            switch decision {
            case .carry: carried += 1
            case .skip: break
            case .leave: count("left out")
            case .run(.edited): count("edited")
            case .run(.needs): count("after such a task")
            case .run(let reason): count(reason.words)
            }
        }
        var sentence = "goes on with \(run): \(carried) carried over, \(resumption.runCount) to run"
        if !counts.isEmpty { sentence += " (\(counts.map { "\($1) \($0)" }.joined(separator: ", ")))" }
        if !resumption.removed.isEmpty {
            sentence += "; no longer there: \(resumption.removed.joined(separator: ", "))"
        }
        return sentence
    }
}
