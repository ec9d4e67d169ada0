/// The values of a line in the order of the text, and what is kept of their text.
struct JSONTable {
    enum Kind: UInt8 {
        case object, array, string, number, yes, no, null
    }

    /// A value; a member of an object is two of them, its key and its value.
    struct Entry {
        var kind: Kind
        /// Where the next value that is not inside of this one stands.
        var next: Int32
        /// Where its text begins, without quotes and escapes …
        var start: Int32
        /// … and how many bytes of it are kept.
        var count: Int32 = 0
        /// True when more bytes were there than are kept.
        var isCut = false
    }

    var entries: [Entry] = []
    var text: [UInt8] = []

    func matches(_ entry: Entry, _ expected: StaticString) -> Bool {
        guard Int(entry.count) == expected.utf8CodeUnitCount, !entry.isCut else { return false }
        let start = Int(entry.start)
        let end = start + Int(entry.count)
        return unsafe text[start..<end].elementsEqual(
            UnsafeBufferPointer(start: expected.utf8Start, count: expected.utf8CodeUnitCount))
    }
}

/// A value on a table.
package struct JSONField {
    let table: JSONTable
    let index: Int

    private var entry: JSONTable.Entry { table.entries[index] }

    /// The value of a member; `nil` where there is none, or where this is no object.
    package subscript(key: StaticString) -> JSONField? {
        guard entry.kind == .object else { return nil }
        var found: JSONField?
        var place = index + 1
        let end = Int(entry.next)
        // The last of several members of one name counts, as for most readers.
        while place + 1 < end {
            if table.matches(table.entries[place], key) { found = JSONField(table: table, index: place + 1) }
            place = Int(table.entries[place + 1].next)
        }
        return found
    }

    /// The text of a string; of a long one its first ``JSONLine/longestString`` bytes.
    package var string: String? { entry.kind == .string ? text : nil }

    /// Whether more of a string was there than is kept.
    package var isCut: Bool { entry.isCut }

    /// Whether this is the string.
    package func equals(_ text: StaticString) -> Bool { entry.kind == .string && table.matches(entry, text) }

    package var bool: Bool? {
        switch entry.kind {
        case .yes: true
        case .no: false
        default: nil
        }
    }

    package var isNull: Bool { entry.kind == .null }

    package var isObject: Bool { entry.kind == .object }

    /// A whole number; one with a fraction is none, `1e3` neither.
    package var integer: Int? { entry.kind == .number ? Int(text) : nil }

    /// A number as a floating-point value.
    package var double: Double? { entry.kind == .number ? Double(text) : nil }

    /// The digits of a number, as they stand there.
    package var digits: String? { entry.kind == .number ? text : nil }

    /// The elements of an array; empty for everything else.
    package var elements: [JSONField] {
        guard entry.kind == .array else { return [] }
        var elements: [JSONField] = []
        var place = index + 1
        while place < Int(entry.next) {
            elements.append(JSONField(table: table, index: place))
            place = Int(table.entries[place].next)
        }
        return elements
    }

    /// The members of an object; empty for everything else.
    package var members: [(key: String, value: JSONField)] {
        guard entry.kind == .object else { return [] }
        var members: [(key: String, value: JSONField)] = []
        var place = index + 1
        while place + 1 < Int(entry.next) {
            members.append((JSONField(table: table, index: place).text, JSONField(table: table, index: place + 1)))
            place = Int(table.entries[place + 1].next)
        }
        return members
    }

    private var text: String {
        let start = Int(entry.start)
        return String(decoding: table.text[start..<(start + Int(entry.count))], as: UTF8.self)
    }
}
