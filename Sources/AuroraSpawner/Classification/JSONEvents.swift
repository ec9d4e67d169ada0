internal import SpawnCore

/// Cuts a stream into the JSON values of its lines, as it comes, however long they are.
///
/// Text inside a value is cut after its first ``longestText`` bytes, so that an answer of megabytes takes no more room than
/// a short one, and what the event says of it is read all the same. A value ends where it ends, not with its line: the last
/// word of a program that then hangs may lack the line feed.
struct JSONEvents {
    /// What was found.
    enum Item {
        /// A value, or the elements of one that is an array, and all of it as it was written.
        case events([JSONValue], text: [UInt8])
        /// A line that is none.
        case text
    }

    private static let longestText = 4096
    private static let longestValue = 1 << 20

    private var value: [UInt8] = []
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Digits of a `\u` escape that are still to come.
    private var digitsLeft = 0
    /// Bytes of the text so far.
    private var textLength = 0
    /// True where the rest of the text is left out.
    private var isCut = false
    /// True in a line that is no value, up to its end.
    private var isInText = false
    /// True at the beginning of a line inside a value.
    private var isAtLineStart = false

    /// Takes the next bytes and tells each value and line that is complete, with the place in these bytes at which it is.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ found: (Item, Int) -> Void) {
        for index in bytes.indices { take(unsafe bytes[index]) { found($0, index + 1) } }
    }

    private mutating func take(_ byte: UInt8, _ found: (Item) -> Void) {
        if isInString { return takeText(byte, found) }
        if isInText {
            isInText = byte != 0x0A
        } else if depth == 0 {
            begin(byte, found)
        } else {
            continueValue(byte, found)
        }
    }

    private mutating func begin(_ byte: UInt8, _ found: (Item) -> Void) {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: break
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth = 1
            value = [byte]
        default: giveUp(found)
        }
    }

    private mutating func continueValue(_ byte: UInt8, _ found: (Item) -> Void) {
        if isAtLineStart, byte == UInt8(ascii: "{"), value.last.map({ !",:[".utf8.contains($0) }) ?? false {
            // The value before was none: it never ended, and here begins another.
            found(.text)
            depth = 0
            isAtLineStart = false
            return begin(byte, found)
        }
        isAtLineStart = byte == 0x0A
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: return
        case UInt8(ascii: "\""):
            (isInString, textLength) = (true, 0)
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        value.append(byte)
        if depth == 0 { end(found) } else if value.count > Self.longestValue { giveUp(found) }
    }

    private mutating func takeText(_ byte: UInt8, _ found: (Item) -> Void) {
        guard byte != 0x0A else {
            // A line feed inside a text is no JSON.
            giveUp(found)
            return isInText = false
        }
        // Cut where a character or an escape begins, or the rest would be no JSON.
        if !isEscaped, digitsLeft == 0, byte & 0xC0 != 0x80, textLength >= Self.longestText { isCut = true }
        textLength += 1
        let isEnd = !isEscaped && digitsLeft == 0 && byte == UInt8(ascii: "\"")
        if !isCut || isEnd { value.append(byte) }
        if isEscaped {
            isEscaped = false
            digitsLeft = byte == UInt8(ascii: "u") ? 4 : 0
        } else if digitsLeft > 0 {
            digitsLeft -= 1
            if digitsLeft == 0, !isCut { replaceHalfCharacter() }
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        }
        if isEnd { (isInString, isCut) = (false, false) }
        if value.count > Self.longestValue { giveUp(found) }
    }

    /// Half of a character beyond the sixteen-bit ones may stand alone, where somebody cut a text; no JSON has that.
    private mutating func replaceHalfCharacter() {
        let digits = String(decoding: value.suffix(4), as: UTF8.self)
        guard let half = UInt16(digits, radix: 16), (0xD800...0xDFFF).contains(half) else { return }
        value.replaceSubrange((value.count - 4)..., with: "fffd".utf8)
    }

    private mutating func end(_ found: (Item) -> Void) {
        let parsed = try? JSONParser.parse(value, file: nil)
        switch parsed?.content {
        case .object: found(.events(parsed.map { [$0] } ?? [], text: value))
        case .array(let elements) where elements.allSatisfy { !$0.members.isEmpty }:
            found(.events(elements, text: value))
        default: return giveUp(found)
        }
        value = []
    }

    private mutating func giveUp(_ found: (Item) -> Void) {
        (value, depth, isInString, isEscaped, digitsLeft, isCut, isInText) = ([], 0, false, false, 0, false, true)
        found(.text)
    }
}
