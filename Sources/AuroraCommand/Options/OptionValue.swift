import AuroraSpawner
import SpawnCore

/// The value of an option as it was typed, read strictly.
struct OptionValue {
    let option: String
    let raw: String

    func text() throws(UsageError) -> String {
        guard !raw.isEmpty else { throw mismatch("a text that is not empty") }
        return raw
    }

    /// Names with commas between them.
    func names() throws(UsageError) -> [String] {
        let names = raw.split(separator: ",").map(String.init)
        guard !names.isEmpty else { throw mismatch("names with commas between them") }
        return names
    }

    func integer(_ range: ClosedRange<Int>) throws(UsageError) -> Int {
        guard let number = Int(raw), range.contains(number) else {
            throw mismatch("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ range: ClosedRange<Double>) throws(UsageError) -> Double {
        guard let number = Double(raw), range.contains(number) else {
            throw mismatch("a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A text as a configuration has it.
    func json() throws(UsageError) -> JSONValue { JSONValue(stringLiteral: try text()) }

    func seconds() throws(UsageError) -> Double {
        guard let number = Double(raw), (0...1e9).contains(number) else {
            throw mismatch("seconds, from 0 to 1000000000")
        }
        return number
    }

    func positiveSeconds() throws(UsageError) -> Double {
        guard let number = Double(raw), number > 0, number <= 1e9 else {
            throw mismatch("seconds, above 0 and at most 1000000000")
        }
        return number
    }

    /// How long ago: `90s`, `30m`, `12h`, `7d`.
    func age() throws(UsageError) -> Duration {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = raw.last.flatMap({ units[$0] }), let number = Double(raw.dropLast()),
            (0...1e6).contains(number)
        else { throw mismatch("a number with s, m, h or d, as 7d") }
        return Duration(inSeconds: number * unit)
    }

    func memorySize() throws(UsageError) -> Int {
        guard let bytes = MemorySize.bytes(raw) else { throw mismatch(MemorySize.allowed) }
        return bytes
    }

    func choice<Value>(_ choices: [(name: String, value: Value)]) throws(UsageError) -> Value {
        if let found = choices.first(where: { $0.name == raw }) { return found.value }
        throw mismatch("one of \(choices.map(\.name).joined(separator: ", "))")
    }

    private func mismatch(_ allowed: String) -> UsageError {
        UsageError("\(option) is '\(raw)'; allowed is \(allowed)")
    }
}
