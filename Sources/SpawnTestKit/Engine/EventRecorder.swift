package import AuroraSpawner

/// Subscribes to a spawner and keeps everything it tells.
package struct EventRecorder: Sendable {
    private let reading: Task<[SpawnEvent], Never>

    /// Subscribes; do so before the run begins.
    package init(_ spawner: Spawner) {
        let events = spawner.events()
        reading = Task {
            var seen: [SpawnEvent] = []
            for await event in events { seen.append(event) }
            return seen
        }
    }

    /// Everything that was told, in the order it came; waits for the end of the stream.
    package var events: [SpawnEvent] { get async { await reading.value } }
}
