/// What a child wrote to one stream: all of it when short, else its head and its tail.
public struct CapturedOutput: Sendable, Equatable {
    /// The most bytes kept of the head, and again of the tail.
    public static let limit = 65_536

    /// The first bytes, at most ``limit``.
    public var head: [UInt8]
    /// The last bytes after the head, at most ``limit``.
    public var tail: [UInt8]
    /// How many bytes the child wrote in all.
    public var byteCount: Int
    /// The file with all of it; `nil` where none was made, because all of it is here or because the run keeps no files.
    public var file: SpillFile?
    /// How many line ends there were in all the child wrote.
    package var lineEnds = 0
    /// When it came, as far as that is known. It is not part of what was written: outputs are equal whenever they came.
    package var times = OutputTimes()

    /// Creates captured output; by default, of a child that wrote nothing.
    public init(head: [UInt8] = [], tail: [UInt8] = [], byteCount: Int? = nil, file: SpillFile? = nil) {
        self.head = head
        self.tail = tail
        self.byteCount = byteCount ?? (head.count + tail.count)
        self.file = file
    }

    /// Whether the same was written, and the same of it is kept.
    public static func == (left: CapturedOutput, right: CapturedOutput) -> Bool {
        left.byteCount == right.byteCount && left.head == right.head && left.tail == right.tail
            && left.file == right.file
    }

    /// True when the middle is missing.
    public var isTruncated: Bool { byteCount > head.count + tail.count }

    /// The text, invalid UTF-8 replaced, with one line in the place of a missing middle.
    public var text: String {
        guard isTruncated else { return String(decoding: head + tail, as: UTF8.self) }
        let missing = byteCount - head.count - tail.count
        return String(decoding: head, as: UTF8.self) + "\n[… \(missing) bytes left out …]\n"
            + String(decoding: tail, as: UTF8.self)
    }

    /// The last `count` bytes, as far as they were kept.
    package func suffix(_ count: Int) -> [UInt8] {
        tail.count >= count || isTruncated ? Array(tail.suffix(count)) : Array((head + tail).suffix(count))
    }
}
