import AuroraCommand
import AuroraSpawner
import Glibc
import SpawnCore

/// `aurora show` and `aurora logs`: what is kept of a run, of a task, and what an attempt has written.
struct ShowCommand {
    let options: RunOptions

    /// Shows a run, or one of its tasks.
    func run() throws -> Int32 {
        let (run, record) = try find(options.operands.first, in: store())
        if options.isJSON {
            Console.print(document: String(decoding: record.document, as: UTF8.self))
        } else if options.operands.count > 1 {
            let task = try Self.task(options.operands[1], of: record)
            Console.print(lines: RunStory(run, record).lines(of: record.tasks[task]))
        } else {
            Console.print(lines: RunStory(run, record).lines)
        }
        return ExitCode.success
    }

    /// Prints what an attempt has written, byte for byte.
    func log() throws -> Int32 {
        let names = options.operands
        let store = try store()
        while true {
            let (run, record) = try find(names.count > 1 ? names[0] : nil, in: store)
            let place = try Self.task(names.last ?? "", of: record)
            let task = record.tasks[place]
            let number = try attempt(of: task, in: run)
            let stream: SpillFile.Stream = options.showsErrors ? .stderr : .stdout
            let name = SpillFile.name(ofTask: task.task.id, at: place, attempt: number)
            if let output = try store.openOutput("\(name).\(stream.rawValue)", of: run.id) {
                return copy(output) { options.follows && store.isLive(run.id) }
            }
            // It is made when the attempt is a second old, and has written something.
            if options.follows, run.isLive, task.running == number {
                usleep(1_000_000)
                continue
            }
            // Short outputs of short attempts are in no file; the answer of the last one is in the log.
            guard let result = task.result, number == task.lastAttempt, stream == .stdout else {
                throw InputError(
                    file: nil,
                    message:
                        "attempt \(number) of task \(task.task.id) has left no file: it wrote nothing to "
                        + "\(stream.rawValue), or little in less than a second")
            }
            let output = result.output
            return AllBytes.write(
                output.isTruncated ? Array(output.text.utf8) : output.head + output.tail, to: STDOUT_FILENO)
                ? ExitCode.success : ExitCode.failure
        }
    }

    private func attempt(of task: RecordedRun.Task, in run: RunStore.Run) throws(InputError) -> Int {
        let last = task.lastAttempt
        let number = options.attempt ?? last
        guard number >= 1, number <= last else {
            throw InputError(
                file: nil,
                message: last == 0
                    ? "task \(task.task.id) has had no attempt in the run \(run.id)"
                    : "--attempt is \(number); task \(task.task.id) has had \(last)")
        }
        return number
    }

    private func store() throws(InputError) -> RunStore {
        guard let store = try RunStore.open(options.stateDirectory) else {
            throw InputError(file: options.stateDirectory, message: "no run is recorded here")
        }
        return store
    }

    private func find(
        _ name: String?, in store: borrowing RunStore
    ) throws(InputError) -> (RunStore.Run, RecordedRun) {
        let run = try store.find(name)
        // Where a run it goes on with is gone, what it has itself.
        let record: RecordedRun
        if let whole = try? store.lineage(of: run) { record = whole } else { record = try store.record(of: run.id) }
        if let damage = record.damage, !run.isLive { Console.complain(damage) }
        return (run, record)
    }

    private static func task(_ id: String, of record: RecordedRun) throws -> Int {
        guard let place = record.tasks.firstIndex(where: { $0.task.id == id }) else {
            throw InputError(file: nil, message: "the run \(record.id) has no task '\(id)'; aurora show lists them")
        }
        return place
    }

    /// Copies a file to standard output, and what is added to it as long as it is followed.
    private func copy(_ descriptor: Int32, followed: () -> Bool) -> Int32 {
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            // Before the read: what is written last is read then.
            let isFollowed = followed()
            let count = unsafe read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return ExitCode.failure }
            if count > 0 {
                guard AllBytes.write(Array(buffer[..<count]), to: STDOUT_FILENO) else { return ExitCode.failure }
            } else if isFollowed {
                usleep(100_000)
            } else {
                return ExitCode.success
            }
        }
    }
}
