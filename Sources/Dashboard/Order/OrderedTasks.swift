/// Tasks in the order of a key, with their positions: a list of sorted chunks, and how many tasks are before each.
///
/// Finding the position of a task, and the task at a position, takes two binary searches; adding and removing one moves a chunk and
/// adds one to the numbers after it, some hundreds for 100,000 tasks.
struct OrderedTasks: Sendable {
    struct Entry: Comparable, Hashable, Sendable {
        var key: UInt64
        var task: Int32

        static func < (left: Entry, right: Entry) -> Bool {
            left.key == right.key ? left.task < right.task : left.key < right.key
        }
    }

    /// A full chunk is split in two.
    private static let chunkSize = 512

    private var chunks: [[Entry]] = []
    /// The position of the first task of each chunk.
    private var starts: [Int] = []
    private(set) var count = 0

    init(_ entries: [Entry] = []) {
        let sorted = entries.sorted()
        count = sorted.count
        for start in stride(from: 0, to: sorted.count, by: Self.chunkSize / 2) {
            chunks.append(Array(sorted[start..<min(sorted.count, start + Self.chunkSize / 2)]))
            starts.append(start)
        }
    }

    mutating func insert(_ entry: Entry) {
        count += 1
        guard !chunks.isEmpty else {
            chunks = [[entry]]
            starts = [0]
            return
        }
        let chunk = self.chunk(for: entry)
        chunks[chunk].insert(entry, at: Self.place(of: entry, in: chunks[chunk]))
        for later in starts.indices[(chunk + 1)...] { starts[later] += 1 }
        guard chunks[chunk].count > Self.chunkSize else { return }
        let half = Array(chunks[chunk][(Self.chunkSize / 2)...])
        chunks[chunk].removeSubrange((Self.chunkSize / 2)...)
        chunks.insert(half, at: chunk + 1)
        starts.insert(starts[chunk] + Self.chunkSize / 2, at: chunk + 1)
    }

    /// Removes an entry that is there.
    mutating func remove(_ entry: Entry) {
        guard !chunks.isEmpty else { return }
        let chunk = self.chunk(for: entry)
        let place = Self.place(of: entry, in: chunks[chunk])
        guard place < chunks[chunk].count, chunks[chunk][place] == entry else { return }
        chunks[chunk].remove(at: place)
        for later in starts.indices[(chunk + 1)...] { starts[later] -= 1 }
        if chunks[chunk].isEmpty {
            chunks.remove(at: chunk)
            starts.remove(at: chunk)
        }
        count -= 1
    }

    /// The position of an entry that is there.
    func position(of entry: Entry) -> Int? {
        guard !chunks.isEmpty else { return nil }
        let chunk = self.chunk(for: entry)
        let place = Self.place(of: entry, in: chunks[chunk])
        guard place < chunks[chunk].count, chunks[chunk][place] == entry else { return nil }
        return starts[chunk] + place
    }

    /// The task at a position; `nil` beyond the end.
    subscript(position: Int) -> Int? {
        guard position >= 0, position < count else { return nil }
        let chunk = Self.last(of: starts) { $0 <= position }
        return Int(chunks[chunk][position - starts[chunk]].task)
    }

    /// The chunk an entry belongs into: the last one that does not begin after it.
    private func chunk(for entry: Entry) -> Int { Self.last(of: chunks) { $0[0] <= entry } }

    /// The last of the elements that are early enough, which come before all others; the first where none is.
    private static func last<Element>(of elements: [Element], isEarly: (Element) -> Bool) -> Int {
        var (low, high) = (0, elements.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if isEarly(elements[middle]) { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private static func place(of entry: Entry, in chunk: [Entry]) -> Int {
        var (low, high) = (0, chunk.count)
        while low < high {
            let middle = (low + high) / 2
            if chunk[middle] < entry { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
