/// One line of JSON, read as its bytes come and kept as far as it can matter.
///
/// Agents print a line an event, and a line can be of any length: a tool's result of 200 MB is one. So a line is never
/// kept as text. What is kept of it is a table of its values, bounded in every direction: of a long string the beginning,
/// of a long array the first elements, of what lies deep nothing. What follows them is read none the less, so that the
/// `"is_error"` behind an answer of any length is found.
///
/// ```swift
/// let line = JSONLine()
/// var place = 0
/// while place < bytes.count {
///     guard line.read(bytes, from: &place) else { break }   // the line goes on in the next bytes
///     if line.isObject, line["type"]?.string == "result" { … }
///     line.reset()
/// }
/// ```
package final class JSONLine {
    /// The most bytes kept of one string.
    package static let longestString = 128 * 1024
    /// The most bytes kept of all strings of a line; when they are spent, 512 bytes are kept of each further one.
    static let longestText = 1 << 20
    /// The most elements kept of an array or an object.
    static let mostElements = 1024
    /// The most values kept of a line.
    static let mostValues = 32 * 1024
    /// Values in more containers than so many are not kept.
    static let deepest = 24

    enum Kind: UInt8 {
        case object, array, string, number, yes, no, null
    }

    /// A value in the order of the text; a member of an object is two of them, its key and its value.
    struct Entry {
        var kind: Kind
        /// Where the next value that is not inside of this one stands.
        var next: Int32
        /// Where its text begins, without quotes and escapes …
        var start: Int32
        /// … and how many bytes of it are kept.
        var count: Int32
        /// True when more bytes were there than are kept.
        var isCut = false
    }

    private enum State: UInt8 {
        /// A value comes, or the end of an empty array.
        case value
        /// A key comes, or the end of an object.
        case key
        case colon
        /// A comma comes, or the end of a container.
        case comma
        case string
        case escape
        case unicode
        case word
        /// The value is over; only white space may follow.
        case over
        /// What came is no JSON; all up to the end of the line is passed over.
        case wrong
    }

    private struct Container {
        /// Its entry; -1 where it is not kept.
        var entry: Int32
        var isObject: Bool
        var elements = 0
    }

    private(set) var entries: [Entry] = []
    private(set) var text: [UInt8] = []
    private var state = State.value
    private var containers: [Container] = []
    /// Containers that are open and not in ``containers``, because they lie too deep. A bit for each would be endless too,
    /// so only their number is known, and what closes them is not compared with what opened them.
    private var uncountedDepth = 0
    /// Where the string or word being read is kept; -1 where it is not.
    private var open: Int32 = -1
    private var isKey = false
    private var isNumber = false
    private var room = 0
    private var unit: UInt32 = 0
    private var unitDigits = 0
    private var highSurrogate: UInt32 = 0
    private var isBlank = true

    package init() {}

    /// Whether the line that was read is one JSON object.
    package var isObject: Bool { state == .over && entries.first?.kind == .object }

    /// Whether there was nothing but white space on the line.
    package var isEmpty: Bool { isBlank }

    /// The value of a member of the line's object; `nil` where it has none, or is no object.
    package subscript(key: StaticString) -> JSONField? { root?[key] }

    /// The line's object.
    package var root: JSONField? { isObject ? JSONField(line: self, index: 0) : nil }

    /// Forgets the line that was read. The memory it took is used for the next one.
    package func reset() {
        entries.removeAll(keepingCapacity: true)
        if text.capacity > 256 * 1024 { text = [] } else { text.removeAll(keepingCapacity: true) }
        containers.removeAll(keepingCapacity: true)
        (state, uncountedDepth, open, highSurrogate, isBlank) = (.value, 0, -1, 0, true)
    }

    /// Takes the last line of a stream, which may lack its line break.
    ///
    /// - Returns: Whether there was anything.
    package func finish() -> Bool {
        if state == .word { endWord() }
        return !isBlank
    }

    /// Reads on, at most to the end of the line.
    ///
    /// - Parameters:
    ///   - bytes: What came.
    ///   - place: Where to begin; behind the line break afterwards, or at the end of the bytes.
    /// - Returns: Whether the line is complete.
    package func read(_ bytes: Span<UInt8>, from place: inout Int) -> Bool {
        while place < bytes.count {
            if state == .string {
                readString(bytes, from: &place)
                continue
            }
            let byte = bytes[place]
            place += 1
            if byte == 0x0A {
                if state == .word { endWord() }
                return true
            }
            if byte == 0x20 || byte == 0x0D || byte == 0x09 {
                if state == .word { endWord() }
                continue
            }
            isBlank = false
            take(byte)
            if state == .wrong {
                skipLine(bytes, from: &place)
            }
        }
        return false
    }

    private func skipLine(_ bytes: Span<UInt8>, from place: inout Int) {
        while place < bytes.count, bytes[place] != 0x0A { place += 1 }
    }

    private func take(_ byte: UInt8) {
        switch state {
        case .value: takeValue(byte)
        case .key:
            if byte == UInt8(ascii: "\"") {
                beginString(isKey: true)
            } else if byte == UInt8(ascii: "}") {
                close(isObject: true)
            } else {
                state = .wrong
            }
        case .colon: state = byte == UInt8(ascii: ":") ? .value : .wrong
        case .comma: takeComma(byte)
        case .escape: takeEscape(byte)
        case .unicode: takeDigit(byte)
        case .word: takeWord(byte)
        case .string, .over, .wrong: state = .wrong
        }
    }

    private func takeValue(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"): push(isObject: true)
        case UInt8(ascii: "["): push(isObject: false)
        case UInt8(ascii: "]"): close(isObject: false)
        case UInt8(ascii: "}") where uncountedDepth > 0: close(isObject: true)
        case UInt8(ascii: "\""): beginString(isKey: false)
        case UInt8(ascii: "t"): beginWord(.yes, byte)
        case UInt8(ascii: "f"): beginWord(.no, byte)
        case UInt8(ascii: "n"): beginWord(.null, byte)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): beginWord(.number, byte)
        default: state = .wrong
        }
    }

    private func takeComma(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: ","):
            if uncountedDepth > 0 {
                // Whether a key or a value comes is not known there; a key is taken for a value with a colon behind it.
                state = .value
            } else {
                state = containers.last?.isObject == true ? .key : .value
            }
        case UInt8(ascii: "}"): close(isObject: true)
        case UInt8(ascii: "]"): close(isObject: false)
        case UInt8(ascii: ":") where uncountedDepth > 0: state = .value
        default: state = .wrong
        }
    }

    // MARK: Containers

    private func push(isObject: Bool) {
        guard containers.count < Self.deepest, uncountedDepth == 0 else {
            uncountedDepth += 1
            state = .value
            return
        }
        let entry = keep(isObject ? .object : .array)
        containers.append(Container(entry: entry, isObject: isObject))
        state = isObject ? .key : .value
    }

    private func close(isObject: Bool) {
        if uncountedDepth > 0 {
            uncountedDepth -= 1
            state = .comma
            return
        }
        guard let container = containers.popLast(), container.isObject == isObject else {
            state = .wrong
            return
        }
        if container.entry >= 0 { entries[Int(container.entry)].next = Int32(entries.count) }
        state = containers.isEmpty ? .over : .comma
    }

    /// Makes an entry for a value that begins, unless it is one too many.
    private func keep(_ kind: Kind, isKey: Bool = false) -> Int32 {
        if let last = containers.indices.last {
            guard uncountedDepth == 0, containers[last].entry >= 0 else { return -1 }
            let isMember = containers[last].isObject
            if !isMember || isKey { containers[last].elements += 1 }
            guard containers[last].elements <= Self.mostElements else { return -1 }
            // The value of a key that is kept is kept.
            guard entries.count < Self.mostValues || isMember && !isKey else {
                containers[last].elements = Self.mostElements + 1
                return -1
            }
        }
        let index = Int32(entries.count)
        entries.append(Entry(kind: kind, next: index + 1, start: Int32(text.count), count: 0))
        return index
    }

    // MARK: Words and numbers

    private func beginWord(_ kind: Kind, _ byte: UInt8) {
        open = keep(kind)
        isNumber = kind == .number
        room = 64
        state = .word
        append(byte)
    }

    private func takeWord(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
            endWord()
            if state != .wrong, state != .over { takeComma(byte) }
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e") where isNumber, UInt8(ascii: "E") where isNumber:
            if isNumber { append(byte) } else { state = .wrong }
        case UInt8(ascii: "a")...UInt8(ascii: "z") where !isNumber: append(byte)
        default: state = .wrong
        }
    }

    private func endWord() {
        state = containers.isEmpty ? .over : .comma
        guard open >= 0 else { return }
        let entry = entries[Int(open)]
        let expected: StaticString? =
            switch entry.kind {
            case .yes: "true"
            case .no: "false"
            case .null: "null"
            default: nil
            }
        if let expected, !matches(entry, expected) { state = .wrong }
    }

    // MARK: Strings

    private func beginString(isKey: Bool) {
        self.isKey = isKey
        open = keep(.string, isKey: isKey)
        room = text.count < Self.longestText ? Self.longestString : 512
        highSurrogate = 0
        state = .string
    }

    private func endString() {
        endSurrogate()
        state = containers.isEmpty ? .over : isKey && uncountedDepth == 0 ? .colon : .comma
        isKey = false
    }

    private func readString(_ bytes: Span<UInt8>, from place: inout Int) {
        let start = place
        var end = start
        let raw = unsafe bytes.bytes
        scan: while end + 8 <= raw.byteCount {
            // Eight bytes at a time: a quote, a backslash and what is below a space are each found by the borrow of a
            // subtraction (Bit Twiddling Hacks, "Determine if a word has a zero byte").
            let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: end, as: UInt64.self)
            let quote = word ^ 0x2222_2222_2222_2222
            let slash = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let found =
                ((quote &- 0x0101_0101_0101_0101) & ~quote) | ((slash &- 0x0101_0101_0101_0101) & ~slash)
                | ((word &- 0x2020_2020_2020_2020) & ~word)
            if found & 0x8080_8080_8080_8080 != 0 { break scan }
            end += 8
        }
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            end += 1
        }
        if end > start {
            endSurrogate()
            append(bytes.extracting(start..<end))
        }
        place = end
        guard end < bytes.count else { return }
        switch bytes[end] {
        case UInt8(ascii: "\""):
            place += 1
            endString()
        case UInt8(ascii: "\\"):
            place += 1
            state = .escape
        default:
            // A line break inside a string: the line was cut. It is left for whoever looks for the end of the line.
            state = .wrong
            if bytes[end] != 0x0A { skipLine(bytes, from: &place) }
        }
    }

    private func takeEscape(_ byte: UInt8) {
        state = .string
        if byte == UInt8(ascii: "u") {
            (unit, unitDigits, state) = (0, 0, .unicode)
            return
        }
        endSurrogate()
        switch byte {
        case UInt8(ascii: "n"): append(0x0A)
        case UInt8(ascii: "t"): append(0x09)
        case UInt8(ascii: "r"): append(0x0D)
        case UInt8(ascii: "b"): append(0x08)
        case UInt8(ascii: "f"): append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): append(byte)
        default: state = .wrong
        }
    }

    private func takeDigit(_ byte: UInt8) {
        let digit: UInt32
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt32(byte - UInt8(ascii: "A")) + 10
        default:
            state = .wrong
            return
        }
        unit = unit << 4 | digit
        unitDigits += 1
        guard unitDigits == 4 else { return }
        state = .string
        switch unit {
        case 0xD800..<0xDC00:
            endSurrogate()
            highSurrogate = unit
        case 0xDC00..<0xE000 where highSurrogate != 0:
            append(scalar: 0x10000 + (highSurrogate - 0xD800) << 10 + (unit - 0xDC00))
            highSurrogate = 0
        default:
            endSurrogate()
            append(scalar: unit)
        }
    }

    /// Half a pair stands for nothing; the mark of what is missing stands for it.
    private func endSurrogate() {
        guard highSurrogate != 0 else { return }
        highSurrogate = 0
        append(scalar: 0xFFFD)
    }

    private func append(scalar value: UInt32) {
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        guard room >= 4 else { return cut() }
        for byte in String(scalar).utf8 { append(byte) }
    }

    private func append(_ byte: UInt8) {
        guard open >= 0 else { return }
        guard room > 0 else { return cut() }
        room -= 1
        text.append(byte)
        entries[Int(open)].count += 1
    }

    private func append(_ bytes: Span<UInt8>) {
        guard open >= 0 else { return }
        let count = min(room, bytes.count)
        room -= count
        unsafe bytes.extracting(first: count).withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
        entries[Int(open)].count += Int32(count)
        if count < bytes.count { cut() }
    }

    private func cut() {
        room = 0
        if open >= 0 { entries[Int(open)].isCut = true }
    }

    func matches(_ entry: Entry, _ expected: StaticString) -> Bool {
        guard Int(entry.count) == expected.utf8CodeUnitCount, !entry.isCut else { return false }
        let start = Int(entry.start)
        let end = start + Int(entry.count)
        return unsafe text[start..<end].elementsEqual(
            UnsafeBufferPointer(start: expected.utf8Start, count: expected.utf8CodeUnitCount))
    }
}

/// A value on a line; good until the line is reset.
package struct JSONField {
    let line: JSONLine
    let index: Int

    private var entry: JSONLine.Entry { line.entries[index] }

    /// The value of a member; `nil` where there is none, or where this is no object.
    package subscript(key: StaticString) -> JSONField? {
        guard entry.kind == .object else { return nil }
        var found: JSONField?
        var place = index + 1
        let end = Int(entry.next)
        // The last of several members of one name counts, as for most readers.
        while place + 1 < end {
            if line.matches(line.entries[place], key) { found = JSONField(line: line, index: place + 1) }
            place = Int(line.entries[place + 1].next)
        }
        return found
    }

    /// The text of a string; of a long one its first ``JSONLine/longestString`` bytes.
    package var string: String? { entry.kind == .string ? text : nil }

    /// Whether more of a string was there than is kept.
    package var isCut: Bool { entry.isCut }

    /// Whether this is the string.
    package func equals(_ text: StaticString) -> Bool { entry.kind == .string && line.matches(entry, text) }

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
            elements.append(JSONField(line: line, index: place))
            place = Int(line.entries[place].next)
        }
        return elements
    }

    /// The members of an object; empty for everything else.
    package var members: [(key: String, value: JSONField)] {
        guard entry.kind == .object else { return [] }
        var members: [(key: String, value: JSONField)] = []
        var place = index + 1
        while place + 1 < Int(entry.next) {
            members.append((JSONField(line: line, index: place).text, JSONField(line: line, index: place + 1)))
            place = Int(line.entries[place + 1].next)
        }
        return members
    }

    private var text: String {
        let start = Int(entry.start)
        return String(decoding: line.text[start..<(start + Int(entry.count))], as: UTF8.self)
    }
}
