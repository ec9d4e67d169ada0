import AuroraCommand
import AuroraSpawner
import Logs
import SpawnCore

/// Tells what children write, for `--verbose`: every line once, as soon as it is known and somebody reads.
struct OutputTeller {
    private struct Stream {
        var lines: OutputLines
        let follower = OutputFollower()

        init(_ stream: SpillFile.Stream, _ format: AgentFormat) { lines = OutputLines(stream, format) }

        mutating func tell(_ output: CapturedOutput, isOver: Bool, _ tell: ([String]) async -> Void) async {
            await follower.follow(output, isOver: isOver) { piece in
                switch piece {
                case .bytes(let bytes): await tell(lines.take(bytes))
                case .gap(let lineEnds, let file): lines.skip(lineEnds: lineEnds, file: file)
                }
            }
            if isOver { await tell(lines.finish()) }
        }
    }

    private struct Attempt {
        var stdout: Stream
        var stderr: Stream
    }

    private let spawner: Spawner
    /// The formats of tools that report as data.
    private let formats: [String: AgentFormat]
    private var attempts: [AttemptID: Attempt] = [:]

    init(_ spawner: Spawner, _ tools: ToolBox) {
        self.spawner = spawner
        formats = tools.formats
    }

    /// Tells what an attempt has written before an event, if it is about that.
    mutating func tell(before event: SpawnEvent, _ tell: (_ task: Int, [String]) async -> Void) async {
        switch event.kind {
        case .attemptStarted(let task, let start):
            let format = formats[start.tool] ?? .text
            attempts[AttemptID(task: task, number: start.number)] = Attempt(
                stdout: Stream(.stdout, format), stderr: Stream(.stderr, format))
        case .attemptOutput(let task, let update):
            await follow(AttemptID(task: task, number: update.number), isOver: false, tell)
        case .attemptEnded(let task, let record):
            let attempt = AttemptID(task: task, number: record.number)
            await follow(attempt, isOver: true, tell)
            attempts[attempt] = nil
        default: break
        }
    }

    private mutating func follow(
        _ id: AttemptID, isOver: Bool, _ tell: (_ task: Int, [String]) async -> Void
    ) async {
        guard var attempt = attempts[id],
            let output = await spawner.liveOutput(ofTask: id.task, attempt: id.number)
        else { return }
        await attempt.stdout.tell(output.stdout, isOver: isOver) { await tell(id.task, $0) }
        await attempt.stderr.tell(output.stderr, isOver: isOver) { await tell(id.task, $0) }
        attempts[id] = attempt
    }
}
