/// What is known of the tasks that have begun and are not over: few, however many tasks there are.
///
/// Each is looked at and changed where it is. A dictionary would move a large value out and in again for every change.
struct ActiveTable: Sendable {
    /// Where each task's entry is; −1 where it has none.
    private var places: [Int32]
    private var entries: [ActiveTask?] = []
    private var free: [Int32] = []

    init(count: Int) {
        places = Array(repeating: -1, count: count)
    }

    /// The tasks that have begun and are not over, in input order.
    var tasks: [Int] { places.indices.filter { places[$0] >= 0 } }

    func contains(_ task: Int) -> Bool { places[task] >= 0 }

    subscript(task: Int) -> ActiveTask? {
        // Inlined, which spares who asks for one field much of the copying of all others.
        @inline(__always) get {
            let place = Int(places[task])
            return place < 0 ? nil : entries[place]
        }
        _modify {
            let place = places[task] < 0 ? claim() : places[task]
            places[task] = place
            yield &entries[Int(place)]
            if case nil = entries[Int(place)] {
                places[task] = -1
                free.append(place)
            }
        }
    }

    private mutating func claim() -> Int32 {
        if let place = free.popLast() { return place }
        entries.append(nil)
        return Int32(entries.count - 1)
    }
}
