import AuroraCommand
import AuroraSpawner
import Glibc
import SpawnCore

/// Writes every event of a run to a file or to standard output, a JSON object a line, as it happens.
struct EventLog: Sendable {
    let file: OutputFile

    func write(_ events: AsyncStream<SpawnEvent>) async {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        var writer = EventLineWriter(startedAt: Double(now.tv_sec) + Double(now.tv_nsec) / 1e9)
        for await event in events { file.write(writer.line(for: event)) }
    }
}
