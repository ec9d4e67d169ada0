import Dashboard
import SpawnCore
import SpawnTestKit

extension Story {
    /// A run in the middle of its life: a task in nearly every state, breakers in three, a tool that cools down.
    static func release(
        _ size: Size = Size(columns: 120, rows: 40),
        _ options: DashboardOptions = DashboardOptions(title: "release.md")
    ) -> Story {
        Story(replaying: "release", until: 90, size, options)
    }

    /// The same run when it is over.
    static func finished(_ size: Size = Size(columns: 120, rows: 40)) -> Story {
        Story(replaying: "release", size, DashboardOptions(title: "release.md"))
    }

    /// Lets a dashboard live through a run that was recorded, a tick each second.
    ///
    /// - Parameters:
    ///   - name: The recording.
    ///   - end: The second of the run at which it is now; `nil` is a few seconds after its last event.
    ///   - size: The size of the screen.
    ///   - options: What was chosen about the dashboard.
    init(replaying name: String, until end: Double? = nil, _ size: Size, _ options: DashboardOptions) {
        self.init(size, options)
        let events = Self.recordings[name] ?? []
        let end = end ?? ((events.last?.moment.seconds ?? 0) + 5).rounded()
        var second = 0.0
        for event in events {
            guard event.moment.seconds <= end else { break }
            while second + 1 < event.moment.seconds {
                second += 1
                tick(second)
            }
            update(.event(event))
        }
        tick(end)
    }

    /// Each is read once. A recording that cannot be read is a damaged checkout, and no test can go on without it.
    private static let recordings: [String: [SpawnEvent]] = {
        var recordings: [String: [SpawnEvent]] = [:]
        for name in ["release", "stopping", "paused", "crowd"] {
            do {
                recordings[name] = try Recording.events(named: name, testFile: #filePath)
            } catch {
                fatalError("\(error)")
            }
        }
        return recordings
    }()
}
