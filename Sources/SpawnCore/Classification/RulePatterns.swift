/// The patterns that rules are compiled to, and the way back from their matches to the rules.
///
/// A bounded gap such as `.{0,40}` takes Vectorscan longer to compile than a hundred words, and so does a group inside
/// another; a run that fails at once waits for it. So what stands on both sides of a gap are patterns of their own, whose
/// distance is measured here, and a pattern that stands for a few texts is compiled as these texts.
package struct RulePatterns: Sendable {
    /// What is compiled; matches are called by the place in this list.
    package private(set) var expressions: [String] = []
    /// What each expression is a part of: rules share many words.
    private var parts: [[Part]] = []
    private var phrases: [Phrase] = []

    private struct Part {
        var phrase: Int
        var place: Int
    }

    /// Texts that follow each other at some distance.
    private struct Phrase {
        var rule: Int
        /// How many bytes of one line may stand before each part but the first.
        var gaps: [ClosedRange<Int>] = []
    }

    /// Takes rules apart. Patterns of a configuration are compiled as they are.
    package init(_ rules: [ErrorRule]) {
        var places: [String: Int] = [:]
        for (index, rule) in rules.enumerated() {
            guard !rule.isConfigured, !rule.isFailure, !rule.isNumber else {
                add([rule.expression], to: Phrase(rule: index), at: 0, &places)
                continue
            }
            var whole: [Substring] = []
            for branch in PatternText.branches(of: rule.pattern) {
                let (texts, gaps) = PatternText.split(branch)
                if gaps.isEmpty {
                    whole.append(branch)
                    continue
                }
                for (place, text) in texts.enumerated() {
                    add(PatternText.texts(of: text), to: Phrase(rule: index, gaps: gaps), at: place, &places)
                }
            }
            if !whole.isEmpty { add(whole.flatMap(PatternText.texts), to: Phrase(rule: index), at: 0, &places) }
        }
    }

    private mutating func add(
        _ texts: [String], to phrase: Phrase, at place: Int, _ places: inout [String: Int]
    ) {
        if place == 0 { phrases.append(phrase) }
        let part = Part(phrase: phrases.count - 1, place: place)
        for text in Set(texts).sorted() {
            if let known = places[text] {
                parts[known].append(part)
            } else {
                places[text] = expressions.count
                expressions.append(text)
                parts.append([part])
            }
        }
    }

    /// The matches of rules that one match of an expression is; empty for one that is but a part of them.
    private func whole(_ match: RuleMatch) -> [RuleMatch] {
        parts[match.rule].filter { phrases[$0.phrase].gaps.isEmpty }.map {
            RuleMatch(rule: phrases[$0.phrase].rule, start: match.start, end: match.end)
        }
    }

    /// The matches of rules that the matches of expressions in a text come to.
    package func joined(_ matches: [RuleMatch], in text: [UInt8]) -> [RuleMatch] {
        var result: [RuleMatch] = []
        var open: [Int: [[RuleMatch]]] = [:]
        for match in matches {
            result += whole(match)
            for part in parts[match.rule] where !phrases[part.phrase].gaps.isEmpty {
                let count = phrases[part.phrase].gaps.count + 1
                open[part.phrase, default: Array(repeating: [], count: count)][part.place].append(match)
            }
        }
        for (phrase, found) in open where found.allSatisfy({ !$0.isEmpty }) {
            var begun = found[0]
            for (gap, next) in zip(phrases[phrase].gaps, found.dropFirst()) {
                begun = next.compactMap { match in
                    // The nearest is the likeliest to be on the same line and near enough.
                    guard let last = begun.last(before: match.start - gap.lowerBound),
                        gap.contains(match.start - last.end), !text[last.end..<match.start].contains(0x0A)
                    else { return nil }
                    return RuleMatch(rule: 0, start: last.start, end: match.end)
                }
            }
            result += begun.map { RuleMatch(rule: phrases[phrase].rule, start: $0.start, end: $0.end) }
        }
        return result
    }
}

extension [RuleMatch] {
    /// The last that ends at a place or before; they are in the order of their ends.
    fileprivate func last(before end: Int) -> RuleMatch? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].end <= end { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? self[low - 1] : nil
    }
}

/// The text of a pattern, as far as it is to be taken apart.
private enum PatternText {
    /// A pattern that stands for more texts is left as it is.
    private static let mostTexts = 96

    /// What stands between the `|` outside of groups.
    static func branches(of pattern: String) -> [Substring] {
        var branches: [Substring] = []
        var start = pattern.startIndex
        for place in outside(pattern[...]) where pattern[place] == "|" {
            branches.append(pattern[start..<place])
            start = pattern.index(after: place)
        }
        return branches + [pattern[start...]]
    }

    /// What stands between the gaps outside of groups, and how long they may be.
    static func split(_ branch: Substring) -> (texts: [Substring], gaps: [ClosedRange<Int>]) {
        var texts: [Substring] = []
        var gaps: [ClosedRange<Int>] = []
        var start = branch.startIndex
        for place in outside(branch) where branch[place...].hasPrefix(".{") && place > start {
            guard let end = branch[place...].firstIndex(of: "}") else { continue }
            let bounds = branch[place..<end].dropFirst(2).split(separator: ",").compactMap { Int($0) }
            // One or two letters with accents are cheaper left in their word.
            guard bounds.count == 2, bounds[1] > 2 else { continue }
            texts.append(branch[start..<place])
            gaps.append(bounds[0]...bounds[1])
            start = branch.index(after: end)
        }
        return (texts + [branch[start...]], gaps)
    }

    /// The places outside of groups, classes and escapes.
    private static func outside(_ text: Substring) -> [String.Index] {
        var places: [String.Index] = []
        var depth = 0
        var isInClass = false
        var isEscaped = false
        for place in text.indices {
            let character = text[place]
            if isEscaped {
                isEscaped = false
                continue
            }
            switch character {
            case "\\": isEscaped = true
            case "]": isInClass = false
            case _ where isInClass: break
            case "[": isInClass = true
            case "(": depth += 1
            case ")": depth -= 1
            case _ where depth == 0: places.append(place)
            default: break
            }
        }
        return places
    }

    /// What a pattern without gaps is compiled as: the texts that it stands for, or what is between the `|` of its only group.
    static func texts(of pattern: Substring) -> [String] {
        if let texts = literals(of: String(pattern)) { return texts }
        let all = branches(of: String(pattern))
        if all.count > 1 { return all.flatMap(texts) }
        if pattern.first == "(", pattern.last == ")", outside(pattern).isEmpty {
            let inner = pattern.dropFirst().dropLast()
            // (a)(b) has nothing outside of groups either.
            if isBalanced(inner) { return branches(of: String(inner)).flatMap(texts) }
        }
        return [ErrorRule.expression(of: String(pattern))]
    }

    private static func isBalanced(_ text: Substring) -> Bool {
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth < 0 { return false }
        }
        return depth == 0
    }

    /// The texts that a pattern of words, groups and `?` stands for; `nil` for any other, and for too many.
    static func literals(of pattern: String) -> [String]? {
        var rest = pattern[...]
        guard let texts = alternatives(&rest), rest.isEmpty, texts.allSatisfy({ !$0.isEmpty }) else {
            return nil
        }
        return texts
    }

    private static func alternatives(_ rest: inout Substring) -> [String]? {
        var all: [String] = []
        repeat {
            if !all.isEmpty { rest.removeFirst() }
            guard let texts = sequence(&rest) else { return nil }
            all += texts
        } while rest.first == "|"
        return all.count <= mostTexts ? all : nil
    }

    private static func sequence(_ rest: inout Substring) -> [String]? {
        var texts = [""]
        while let first = rest.first, first != "|", first != ")" {
            guard var next = item(&rest) else { return nil }
            if rest.first == "?" {
                rest.removeFirst()
                next.append("")
            }
            guard texts.count * next.count <= mostTexts else { return nil }
            texts = texts.flatMap { text in next.map { text + $0 } }
        }
        return texts
    }

    private static func item(_ rest: inout Substring) -> [String]? {
        switch rest.removeFirst() {
        case "(":
            guard let texts = alternatives(&rest), rest.popFirst() == ")" else { return nil }
            return texts
        case "[":
            guard let end = rest.firstIndex(of: "]"),
                !rest[..<end].contains(where: { "^-\\".contains($0) })
            else {
                return nil
            }
            defer { rest = rest[end...].dropFirst() }
            return rest[..<end].map { String($0) }
        case "\\":
            guard let escaped = rest.popFirst(), !escaped.isLetter, !escaped.isNumber else { return nil }
            return ["\\\(escaped)"]
        case ".", "*", "+", "{", "}", "^", "$", "]": return nil
        case let letter: return [String(letter)]
        }
    }
}
