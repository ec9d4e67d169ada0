package import AuroraSpawner
import SpawnCore

/// What `aurora runs` prints.
package enum RunsReport {
    /// Each run in columns, the latest first; a sentence where there is none.
    ///
    /// - Parameters:
    ///   - runs: The runs.
    ///   - time: Now, in seconds since 1970.
    /// - Returns: The lines.
    package static func lines(_ runs: [RunStore.Run], at time: Double) -> [String] {
        guard !runs.isEmpty else { return ["no run has left anything yet"] }
        return TextTable.lines(
            [["RUN", "BEGAN", "FILES", "BYTES", ""]]
                + runs.map {
                    let ago = Duration(inSeconds: max(0, time - $0.startedAt)).brief
                    return [$0.id, "\(ago) ago", "\($0.fileCount)", "\($0.byteCount)", $0.isLive ? "goes on" : ""]
                })
    }

    /// The same as one JSON document.
    package static func json(_ runs: [RunStore.Run]) -> String {
        var writer = JSONWriter()
        writer.array { writer in
            for run in runs {
                writer.startLine()
                writer.object {
                    $0.field("id", run.id)
                    $0.field("started_at", run.startedAt)
                    $0.field("files", run.fileCount)
                    $0.field("bytes", run.byteCount)
                    $0.field("live", run.isLive)
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The runs that are to be removed; never one that goes on.
    ///
    /// - Parameters:
    ///   - runs: All of them, the latest first.
    ///   - age: Those that began longer ago; `nil` for no age.
    ///   - kept: All but so many of the latest; `nil` for no number.
    ///   - time: Now, in seconds since 1970.
    /// - Returns: The runs.
    package static func pruned(
        _ runs: [RunStore.Run], olderThan age: Duration?, keeping kept: Int?, at time: Double
    ) -> [RunStore.Run] {
        runs.enumerated().filter { place, run in
            let isOld = age.map { time - run.startedAt > $0.inSeconds } ?? false
            return !run.isLive && (isOld || place >= kept ?? .max)
        }.map(\.element)
    }
}
