import Glibc
internal import SpawnCore

/// A task file whose tasks are ticked as they succeed.
///
/// A tick takes the place of the blank in the box, in the file as it then is: so the file keeps its owner, its permissions
/// and all of its names, it is whole whatever ends us, and what somebody else writes into it meanwhile stays. A task is
/// found by its line as it was when it was read.
package struct TickedTaskFile: Sendable {
    /// A line with a box.
    private struct Box {
        let line: Int
        let isDone: Bool
        /// What stands between the brackets, by its place in the file.
        let content: Range<Int>
    }

    private let path: String
    /// The line of each task but for what is in its box.
    private let texts: [[UInt8]]
    private let ids: [String]
    private let lines: [Int]
    /// The file as we know it, and the lines with boxes in it.
    private var bytes: [UInt8]
    private var boxes: [[UInt8]: [Box]]
    /// Tasks that succeeded and are not ticked yet.
    private var pending: Set<Int> = []
    private var failure: InputError?

    /// Takes a task file as it was read.
    ///
    /// - Parameters:
    ///   - path: Its path.
    ///   - bytes: What was read from it.
    ///   - tasks: The tasks in it.
    /// - Throws: ``InputError`` for a file that has nothing to tick, or cannot be written.
    package init(path: String, bytes: [UInt8], tasks: [SpawnTask]) throws(InputError) {
        guard path != "-", TaskFileParser.format(of: bytes, file: path) == .markdown else {
            throw InputError(
                file: path == "-" ? "stdin" : path,
                message: "--check-off has nothing to tick; a Markdown file is needed")
        }
        self.path = path
        self.bytes = bytes
        boxes = Self.boxes(in: bytes)
        var textsByLine: [Int: [UInt8]] = [:]
        for (text, places) in boxes {
            for place in places { textsByLine[place.line] = text }
        }
        lines = tasks.map { $0.line ?? 0 }
        texts = lines.map { textsByLine[$0] ?? [] }
        ids = tasks.map(\.id)
        close(try open())
    }

    /// Ticks tasks that have succeeded, as far as they are in the file now, and lets the disk keep that.
    ///
    /// - Parameter tasks: Their places in the input, counted from 0.
    package mutating func tick(_ tasks: some Sequence<Int>) {
        pending.formUnion(tasks)
        guard !pending.isEmpty else { return }
        do throws(InputError) {
            failure = nil
            let descriptor = try open()
            defer { close(descriptor) }
            try read(descriptor)
            var isWritten = false
            for task in pending.sorted() {
                guard let box = box(of: task) else { continue }
                if !box.isDone {
                    guard try write(into: box, descriptor) else { continue }
                    isWritten = true
                }
                pending.remove(task)
            }
            if isWritten, fdatasync(descriptor) != 0 { throw failed("written") }
        } catch {
            failure = error
        }
    }

    /// What could not be ticked, and why, in one sentence; `nil` when all is.
    package var complaint: String? {
        guard !pending.isEmpty else { return failure.map { "\($0)" } }
        let names = pending.sorted().prefix(10).map { ids[$0] }.joined(separator: ", ")
        let more = pending.count > 10 ? " and \(pending.count - 10) more" : ""
        let reason =
            failure.map { "; \($0)" }
            ?? "; \(path) has no line any more as theirs was when it was read, or no room in the box"
        return "not ticked, though done: \(pending.count == 1 ? "task" : "tasks") \(names)\(more)\(reason)"
    }

    /// The box of a task: of lines that are alike, the one nearest to where the task was.
    private func box(of task: Int) -> Box? {
        boxes[texts[task]]?.min { abs($0.line - lines[task]) < abs($1.line - lines[task]) }
    }

    private func open() throws(InputError) -> Int32 {
        let descriptor = unsafe Glibc.open(path.cName, O_RDWR | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failed("ticked") }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw InputError(file: path, message: "--check-off has nothing to tick; a regular file is needed")
        }
        return descriptor
    }

    /// Finds the boxes anew where somebody has changed the file.
    private mutating func read(_ descriptor: Int32) throws(InputError) {
        let now = try InputFile.contents(of: descriptor, path)
        guard now != bytes else { return }
        bytes = now
        boxes = Self.boxes(in: now)
    }

    /// Writes a tick, in one write of a few bytes that are there already; false where there is no room for it.
    private mutating func write(into box: Box, _ descriptor: Int32) throws(InputError) -> Bool {
        var place = box.content
        var tick = [UInt8(ascii: "x")]
        if place.isEmpty {
            // `[] 7 x`: the blank behind the box makes room.
            let width = bytes[place.upperBound] < 0x80 ? 1 : 3
            let blank = place.upperBound + width
            guard blank < bytes.count, bytes[blank] == UInt8(ascii: " ") else { return false }
            tick += bytes[place.upperBound..<blank]
            place = place.lowerBound..<(blank + 1)
        } else {
            tick += [UInt8](repeating: UInt8(ascii: " "), count: place.count - 1)
        }
        // Somebody may be writing: what is there must still be what we mean.
        var there = [UInt8](repeating: 0, count: place.count)
        let count = unsafe there.withUnsafeMutableBytes {
            unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(place.lowerBound))
        }
        guard count == there.count, there.elementsEqual(bytes[place]) else { return false }
        let written = unsafe tick.withUnsafeBytes {
            unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(place.lowerBound))
        }
        guard written == tick.count else { throw failed("written") }
        bytes.replaceSubrange(place, with: tick)
        return true
    }

    private func failed(_ what: String) -> InputError {
        InputError(file: path, message: "cannot be \(what): \(systemReason()); a file that we may write to is needed")
    }

    /// The lines of tasks by what stands in them beside their box.
    private static func boxes(in bytes: [UInt8]) -> [[UInt8]: [Box]] {
        var boxes: [[UInt8]: [Box]] = [:]
        var blocks = MarkdownBlocks()
        var number = 0
        for line in MarkdownLines(bytes) {
            number += 1
            guard case .text = blocks.kind(of: line), let box = TaskBox(line.text) else { continue }
            let text = Array(line.text[..<box.content.lowerBound]) + line.text[box.content.upperBound...].trimmedEnd
            boxes[text, default: []].append(Box(line: number, isDone: box.isDone, content: box.content))
        }
        return boxes
    }
}
