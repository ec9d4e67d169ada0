import AuroraCommand
import AuroraSpawner
import SpawnCore
import SpawnProcess

/// Writes every event of a run to a file or to standard output, a JSON object a line, as it happens.
struct EventLog: Sendable {
    let file: OutputFile

    func write(_ events: AsyncStream<SpawnEvent>) async {
        var writer = EventLineWriter(startedAt: Clock.epochSeconds)
        for await event in events { file.write(writer.line(for: event)) }
    }
}
