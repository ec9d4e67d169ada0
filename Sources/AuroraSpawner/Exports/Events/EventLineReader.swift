/// Reads what ``EventLineWriter`` wrote.
///
/// A line says less than an event where earlier lines say it already: what a finished task was asked, and what all results
/// sum up to. So lines must be given in order, from the first of a run. Keys that are not known are passed over.
package struct EventLineReader {
    private let file: String?
    private var replay = RunReplay()
    private var attempts: [Int: [AttemptRecord]] = [:]

    /// Creates a reader.
    ///
    /// - Parameter file: The name of the log, for errors.
    package init(file: String?) {
        self.file = file
    }

    /// Reads one line.
    ///
    /// - Parameters:
    ///   - line: The line, with or without its end.
    ///   - number: Its number, counted from 1, for errors.
    /// - Returns: The event.
    /// - Throws: ``InputError`` with file and line for anything that is no event in its place.
    package mutating func event(from line: [UInt8], number: Int) throws(InputError) -> SpawnEvent {
        try event(from: JSONParser.parse(line, file: file, firstLine: number))
    }

    /// Reads a whole log.
    ///
    /// - Parameters:
    ///   - bytes: The log.
    ///   - file: Its name, for errors.
    /// - Returns: Its events. A last line without its end that is no whole value is what a crash leaves, and no error.
    /// - Throws: ``InputError`` with file and line for anything else that is no event in its place.
    package static func read(_ bytes: [UInt8], file: String?) throws(InputError) -> RecordedEvents {
        var reader = EventLineReader(file: file)
        var recorded = RecordedEvents()
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let last = lines.removeLast()
        for (place, line) in lines.enumerated() {
            recorded.events.append(try reader.event(from: Array(line), number: place + 1))
        }
        guard !last.isEmpty else { return recorded }
        if let value = try? JSONParser.parse(Array(last), file: file, firstLine: lines.count + 1) {
            recorded.events.append(try reader.event(from: value))
        } else {
            recorded.cutLine = lines.count + 1
        }
        return recorded
    }

    private mutating func event(from value: JSONValue) throws(InputError) -> SpawnEvent {
        let fields = try JSONReader(value, file: file).record()
        let version = try fields.required("v")
        guard try version.anyInteger() == EventLineWriter.version else {
            throw version.mismatch(String(EventLineWriter.version))
        }
        let name = try fields.required("event").choice(EventName.self)
        let event = SpawnEvent(
            try SpawnEvent.Kind(name, fields, after: replay, attempts), at: try fields.required("t").moment())
        replay.apply(event.withoutOutput)
        switch event.kind {
        case .attemptEnded(let task, let record): attempts[task, default: []].append(record)
        case .taskReopened(let task): attempts[task] = nil
        default: break
        }
        return event
    }
}

/// The events of a log.
package struct RecordedEvents: Sendable {
    /// In the order they happened.
    package var events: [SpawnEvent] = []
    /// The number of the last line, where it was cut short; `nil` when the log is whole.
    package var cutLine: Int?
}

extension SpawnEvent {
    /// The same without what a reader need not remember.
    fileprivate var withoutOutput: SpawnEvent {
        guard case .taskEnded(var result) = kind else { return self }
        result.output = CapturedOutput()
        return SpawnEvent(.taskEnded(result), at: moment)
    }
}
