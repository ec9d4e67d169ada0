import AuroraSpawner
package import SpawnCore

/// What `aurora breakers` prints.
package enum BreakerReport {
    /// Each breaker in columns; a sentence where there is none.
    package static func lines(_ breakers: [BreakerSnapshot]) -> [String] {
        guard !breakers.isEmpty else { return ["no breakers are kept yet"] }
        let header = ["AGENT", "STATE", "FAILURES", "PROBE", "WHY"]
        return TextTable.lines(
            [header]
                + breakers.map {
                    [$0.agent, $0.state.words, "\($0.failures) of \($0.threshold)", probe($0), why($0)]
                })
    }

    /// The same as one JSON document; moments are seconds from now.
    package static func json(_ breakers: [BreakerSnapshot]) -> String {
        var writer = JSONWriter()
        writer.array { writer in
            for breaker in breakers {
                writer.startLine()
                writer.object { $0.fields(of: breaker) }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// When the next probe may go; breakers are looked at where their run would start.
    private static func probe(_ breaker: BreakerSnapshot) -> String {
        switch breaker.state {
        case .closed, .disabled: "-"
        case .open: breaker.probeAt.map { $0 <= .start ? "next" : "in \(($0 - .start).brief)" } ?? "-"
        case .halfOpen: "next, or running"
        case .forcedOpen: "after a reset"
        }
    }

    private static func why(_ breaker: BreakerSnapshot) -> String {
        guard let change = breaker.lastChange else { return "-" }
        let kinds = breaker.trippedBy.map(\.kind.rawValue).joined(separator: ", ")
        let ago = (.start - change.moment).brief
        return "\(change.cause.words)\(kinds.isEmpty ? "" : ": \(kinds)"), \(ago) ago"
    }
}
