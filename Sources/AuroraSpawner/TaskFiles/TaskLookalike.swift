/// Tells what looks like a task and is none. Such a line is refused: a task that is passed over in silence is a task that
/// never ran.
struct TaskLookalike {
    private let text: ArraySlice<UInt8>
    /// Whether the line belongs to a prompt, which may well quote a box.
    private let isInPrompt: Bool
    /// Whether a bullet or the like was seen.
    private var hasMarker = false

    /// Why a line looks like a task that it is not; `nil` for a line that does not look like one.
    ///
    /// - Parameters:
    ///   - text: A line that ``TaskBox`` did not take, without blanks at either end.
    ///   - isInPrompt: Whether it belongs to a prompt.
    /// - Returns: What is wrong with it, as the second half of a sentence.
    static func fault(in text: ArraySlice<UInt8>, isInPrompt: Bool) -> String? {
        var start = text.startIndex
        for _ in 0..<mostColumns {
            var lookalike = TaskLookalike(text: text, isInPrompt: isInPrompt)
            lookalike.hasMarker = start > text.startIndex
            if let fault = lookalike.fault(from: start) { return fault }
            // A table may have the box in any of its columns.
            guard let bar = text[start...].firstIndex(of: UInt8(ascii: "|")) else { return nil }
            start = bar + 1
        }
        return nil
    }

    /// Whether there is nothing before a box but marks of a quotation, bullets and blanks.
    static func isQuotation(_ text: ArraySlice<UInt8>) -> Bool {
        var isQuoted = false
        var place = text.skippingBlanks(from: text.startIndex)
        while place < text.endIndex {
            if text[place] == UInt8(ascii: ">") {
                isQuoted = true
                place += 1
            } else if let marker = ListMarker(text, at: place) {
                place = marker.end
            } else {
                return false
            }
            place = text.skippingBlanks(from: place)
        }
        return isQuoted
    }

    /// As many columns of a table are looked at.
    private static let mostColumns = 100

    private init(text: ArraySlice<UInt8>, isInPrompt: Bool) {
        self.text = text
        self.isInPrompt = isInPrompt
    }

    /// Goes over what may stand before a box.
    private mutating func fault(from start: Int) -> String? {
        var place = text.skippingBlanks(from: start)
        while place < text.endIndex {
            if Brackets.opens(text, at: place) { return faultOfBrackets(at: place) }
            if let marker = ListMarker(text, at: place) {
                hasMarker = true
                place = marker.end
            } else if text[place] >= 0x80 {
                return faultOfSymbol(at: place)
            } else {
                switch text[place] {
                case UInt8(ascii: ">"):
                    hasMarker = true
                    place += 1
                case UInt8(ascii: "#"), UInt8(ascii: "~"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"),
                    UInt8(ascii: ")"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    place += 1
                case UInt8(ascii: "<"):
                    let isComment = text.has("<!--", at: place)
                    guard let end = text.find(isComment ? "-->" : ">", from: place) else { return nil }
                    let next = end + (isComment ? 3 : 1)
                    if isCheckbox(place..<end), followsID(next) || !isInPrompt { return "it is written in HTML" }
                    place = next
                case UInt8(ascii: "\\"): return faultOfEscaped(at: place)
                case UInt8(ascii: "("), UInt8(ascii: "{"): return faultOfOtherBrackets(at: place)
                case UInt8(ascii: "]"): return faultOfClosing(at: place)
                case UInt8(ascii: "x"), UInt8(ascii: "X"):
                    return Brackets.opens(text, at: place + 1) ? nil : faultOfClosing(at: place + 1)
                default: return nil
                }
            }
            place = text.skippingBlanks(from: place)
        }
        return nil
    }

    private func faultOfBrackets(at place: Int) -> String? {
        guard let brackets = Brackets(text, at: place) else { return faultOfOpening(at: place) }
        if brackets.isLink { return nil }
        let hasID = followsID(brackets.end)
        if let state = brackets.state {
            if Self.isQuotation(text[..<place]) { return "it is quoted" }
            if hasMarker { return "its box does not follow a bullet" }
            guard hasID || !isInPrompt && (state == .done || !brackets.content.isEmpty) else { return nil }
            return "its box has no bullet"
        }
        let mark = brackets.trimmed
        let isWord = mark.contains {
            $0.isLetter || $0.isDigit || (0xC3...0xE1).contains($0) || (0xE3...0xED).contains($0)
        }
        let isState = mark.string.count == 1 || Self.states.contains(mark.string.lowercased())
        let isSuspicious =
            isWord ? hasMarker && (hasID || !isInPrompt && isState) : hasMarker || hasID
        return isSuspicious ? "its box holds '\(mark.string)'" : nil
    }

    private static let states: Set<String> = ["xx", "done", "todo", "to do", "doing", "wip", "open", "closed", "ok"]

    /// `- [ 7 x`: nothing closes the box.
    private func faultOfOpening(at place: Int) -> String? {
        let opening = text[place] < 0x80 ? 1 : 3
        var next = text.skippingBlanks(from: place + opening)
        let hasBlank = next > place + opening
        if next < text.endIndex, text[next] | 0x20 == UInt8(ascii: "x"), !isWordByte(next + 1) { next += 1 }
        let isSuspicious = followsID(next) || hasMarker && (next == text.endIndex || hasBlank && !isInPrompt)
        return isSuspicious ? "its box is not closed" : nil
    }

    /// `- ] 7 x` and `- x] 7 x`: nothing opens the box.
    private func faultOfClosing(at place: Int) -> String? {
        guard place < text.endIndex, text[place] == UInt8(ascii: "]"), hasMarker else { return nil }
        return followsID(place + 1) || !isInPrompt ? "its box is not opened" : nil
    }

    /// `- ( ) 7 x` and `- {x} 7 x`
    private func faultOfOtherBrackets(at place: Int) -> String? {
        let closing = text[place] == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}")
        guard let end = text[place...].firstIndex(of: closing) else { return nil }
        let mark = text[(place + 1)..<end].trimmed
        let isBlank = mark.isEmpty && end > place + 1
        let isTick = mark.count == 1 && mark.allSatisfy { $0 | 0x20 == UInt8(ascii: "x") }
        guard isBlank && hasMarker || (isBlank || isTick) && followsID(end + 1) else { return nil }
        return "its box is not a square one"
    }

    /// `- \[ \] 7 x`, as some editors save what was typed.
    private func faultOfEscaped(at place: Int) -> String? {
        guard text.has("[", at: place + 1), let brackets = Brackets(text, at: place + 1) else { return nil }
        var content = text[brackets.content]
        if content.last == UInt8(ascii: "\\") { content = content.dropLast() }
        content = content.trimmed
        let isBox = content.isEmpty || content.count == 1 && content.allSatisfy { $0 | 0x20 == UInt8(ascii: "x") }
        guard isBox, followsID(brackets.end) || hasMarker && !isInPrompt else { return nil }
        return "a backslash stands before its box"
    }

    /// `☐ 7 x` and `- ✅ 7 x`
    private func faultOfSymbol(at place: Int) -> String? {
        let isTick = Self.ticks.contains { text[place...].starts(with: $0) }
        guard isTick || Self.boxes.contains(where: { text[place...].starts(with: $0) }) else { return nil }
        let next = text.has("\u{FE0F}", at: place + 3) ? place + 6 : place + 3
        return followsID(next) || !isTick && !isInPrompt ? "its box is a character of its own" : nil
    }

    private static let boxes: [[UInt8]] = "☐☑☒□▢◻⬜".unicodeScalars.map { Array(String($0).utf8) }
    private static let ticks: [[UInt8]] = "✅✓✔".unicodeScalars.map { Array(String($0).utf8) }

    /// Whether an id such as `7` or `1.2.` follows.
    private func followsID(_ place: Int) -> Bool {
        var start = text.skippingBlanks(from: min(place, text.endIndex))
        while start < text.endIndex, "|*_~".utf8.contains(text[start]) { start = text.skippingBlanks(from: start + 1) }
        if text[start...].leadingID != nil { return true }
        let id = text[start...].prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
        guard id.first?.isDigit == true else { return false }
        return !isWordByte(id.endIndex)
    }

    private func isWordByte(_ place: Int) -> Bool {
        place < text.endIndex && (text[place].isLetter || text[place].isDigit)
    }

    private func isCheckbox(_ tag: Range<Int>) -> Bool {
        let tag = text[tag].string.lowercased()
        return tag.hasPrefix("<input") && tag.contains("checkbox")
    }
}
