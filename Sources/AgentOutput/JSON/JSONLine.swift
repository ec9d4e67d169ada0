/// One line of JSON, read as its bytes come and kept as far as it can matter.
///
/// Agents print a line an event, and a line can be of any length: a tool's result of 200 MB is one. So a line is never
/// kept as text. What is kept of it is a table of its values, bounded in every direction: of a long string the beginning,
/// of a long array the first elements, of what lies deep nothing. What follows them is read none the less, so that the
/// `"is_error"` behind an answer of any length is found.
///
/// ```swift
/// var line = JSONLine()
/// var place = 0
/// while place < bytes.count {
///     guard line.read(bytes, from: &place) else { break }   // the line goes on in the next bytes
///     if line.isObject, line["type"]?.string == "result" { … }
///     line.reset()
/// }
/// ```
///
/// A value type: as a class, half of the time went into checking at run time that nobody else used its fields.
package struct JSONLine {
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

    private(set) var table = JSONTable()
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
    package var isObject: Bool { state == .over && table.entries.first?.kind == .object }

    /// Whether there was nothing but white space on the line.
    package var isEmpty: Bool { isBlank }

    /// The value of a member of the line's object; `nil` where it has none, or is no object.
    package subscript(key: StaticString) -> JSONField? { root?[key] }

    /// The line's object.
    package var root: JSONField? { isObject ? JSONField(table: table, index: 0) : nil }

    /// Forgets the line that was read. The memory it took is used for the next one.
    package mutating func reset() {
        table.entries.removeAll(keepingCapacity: true)
        if table.text.capacity > 256 * 1024 { table.text = [] } else { table.text.removeAll(keepingCapacity: true) }
        containers.removeAll(keepingCapacity: true)
        (state, uncountedDepth, open, highSurrogate, isBlank) = (.value, 0, -1, 0, true)
    }

    /// Takes the last line of a stream, which may lack its line break.
    ///
    /// - Returns: Whether there was anything.
    package mutating func finish() -> Bool {
        if state == .word { endWord() }
        return !isBlank
    }

    /// Reads on, at most to the end of the line.
    ///
    /// - Parameters:
    ///   - bytes: What came.
    ///   - place: Where to begin; behind the line break afterwards, or at the end of the bytes.
    /// - Returns: Whether the line is complete.
    package mutating func read(_ bytes: Span<UInt8>, from place: inout Int) -> Bool {
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
            if byte == 0x20 || byte == 0x0D || byte == 0x09, state != .escape, state != .unicode {
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

    private mutating func take(_ byte: UInt8) {
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

    private mutating func takeValue(_ byte: UInt8) {
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

    private mutating func takeComma(_ byte: UInt8) {
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

    private mutating func push(isObject: Bool) {
        guard containers.count < Self.deepest, uncountedDepth == 0 else {
            uncountedDepth += 1
            state = .value
            return
        }
        let entry = keep(isObject ? .object : .array)
        containers.append(Container(entry: entry, isObject: isObject))
        state = isObject ? .key : .value
    }

    private mutating func close(isObject: Bool) {
        if uncountedDepth > 0 {
            uncountedDepth -= 1
            state = .comma
            return
        }
        guard let container = containers.popLast(), container.isObject == isObject else {
            state = .wrong
            return
        }
        if container.entry >= 0 { table.entries[Int(container.entry)].next = Int32(table.entries.count) }
        state = containers.isEmpty ? .over : .comma
    }

    /// Makes an entry for a value that begins, unless it is one too many.
    private mutating func keep(_ kind: JSONTable.Kind, isKey: Bool = false) -> Int32 {
        if let last = containers.indices.last {
            guard uncountedDepth == 0, containers[last].entry >= 0 else { return -1 }
            let isMember = containers[last].isObject
            if !isMember || isKey { containers[last].elements += 1 }
            guard containers[last].elements <= Self.mostElements else { return -1 }
            // What lies deep leaves a quarter to each of the two levels above it: what an event says of itself stands there,
            // and may come behind the longest list. The value of a key that is kept is kept.
            let most = Self.mostValues - Self.mostValues / 4 * min(2, containers.count - 1)
            guard table.entries.count < most || isMember && !isKey else {
                containers[last].elements = Self.mostElements + 1
                return -1
            }
        }
        let index = Int32(table.entries.count)
        table.entries.append(JSONTable.Entry(kind: kind, next: index + 1, start: Int32(table.text.count)))
        return index
    }

    // MARK: Words and numbers

    private mutating func beginWord(_ kind: JSONTable.Kind, _ byte: UInt8) {
        open = keep(kind)
        isNumber = kind == .number
        room = 64
        state = .word
        append(byte)
    }

    private mutating func takeWord(_ byte: UInt8) {
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

    private mutating func endWord() {
        state = containers.isEmpty ? .over : .comma
        endText()
        guard open >= 0 else { return }
        let entry = table.entries[Int(open)]
        let expected: StaticString? =
            switch entry.kind {
            case .yes: "true"
            case .no: "false"
            case .null: "null"
            default: nil
            }
        if let expected, !table.matches(entry, expected) { state = .wrong }
    }

    // MARK: Strings

    private mutating func beginString(isKey: Bool) {
        self.isKey = isKey
        open = keep(.string, isKey: isKey)
        room = table.text.count < Self.longestText ? Self.longestString : 512
        highSurrogate = 0
        state = .string
    }

    private mutating func endString() {
        endSurrogate()
        endText()
        state = containers.isEmpty ? .over : isKey && uncountedDepth == 0 ? .colon : .comma
        isKey = false
    }

    /// Reads on in a string, to its end or that of the bytes. An escape that is whole is taken here: what agents print is
    /// full of line breaks, and a turn through all states for each takes as long as the text between them.
    private mutating func readString(_ bytes: Span<UInt8>, from place: inout Int) {
        while state == .string {
            let end = Self.endOfPlainText(in: bytes, from: place)
            if end > place {
                endSurrogate()
                append(bytes.extracting(place..<end))
                place = end
            }
            guard place < bytes.count else { return }
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                endString()
            case UInt8(ascii: "\\"):
                place += 1
                state = .escape
                guard place < bytes.count, bytes[place] > 0x20 else { return }
                takeEscape(bytes[place])
                place += 1
            default:
                // A line break inside a string: the line was cut. It is left for whoever looks for the end of the line.
                state = .wrong
                skipLine(bytes, from: &place)
            }
        }
    }

    /// The place of the first byte that is not plain text of a string: a quote, a backslash, or what is below a space.
    private static func endOfPlainText(in bytes: Span<UInt8>, from start: Int) -> Int {
        var place = start
        let raw = unsafe bytes.bytes
        // Eight bytes at a time: each of the three is found by the borrow of a subtraction (Bit Twiddling Hacks, "Determine
        // if a word has a zero byte"), which marks the first for sure, and it may be some behind it.
        while place + 8 <= raw.byteCount {
            let word = unsafe UInt64(
                littleEndian: raw.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self))
            let quote = word ^ 0x2222_2222_2222_2222
            let slash = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let found =
                ((quote &- 0x0101_0101_0101_0101) & ~quote) | ((slash &- 0x0101_0101_0101_0101) & ~slash)
                | ((word &- 0x2020_2020_2020_2020) & ~word)
            let marks = found & 0x8080_8080_8080_8080
            if marks != 0 { return place + marks.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            place += 1
        }
        return place
    }

    private mutating func takeEscape(_ byte: UInt8) {
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

    private mutating func takeDigit(_ byte: UInt8) {
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
    private mutating func endSurrogate() {
        guard highSurrogate != 0 else { return }
        highSurrogate = 0
        append(scalar: 0xFFFD)
    }

    // MARK: What is kept

    private mutating func append(scalar value: UInt32) {
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        guard room >= 4 else { return cut() }
        guard open >= 0 else { return }
        room -= scalar.utf8.count
        table.text.append(contentsOf: scalar.utf8)
    }

    private mutating func append(_ byte: UInt8) {
        guard open >= 0 else { return }
        guard room > 0 else { return cut() }
        room -= 1
        table.text.append(byte)
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        guard open >= 0 else { return }
        let count = min(room, bytes.count)
        room -= count
        unsafe bytes.extracting(first: count).withUnsafeBufferPointer { unsafe table.text.append(contentsOf: $0) }
        if count < bytes.count { cut() }
    }

    private mutating func cut() {
        room = 0
        if open >= 0 { table.entries[Int(open)].isCut = true }
    }

    /// Ends the text of the string or word that is open: all that was appended since it began is its own.
    private mutating func endText() {
        guard open >= 0 else { return }
        table.entries[Int(open)].count = Int32(table.text.count) - table.entries[Int(open)].start
    }
}
