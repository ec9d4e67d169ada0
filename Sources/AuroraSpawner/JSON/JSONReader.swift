/// One value of a document with the way to it, read strictly: nothing is coerced, nothing is ignored.
///
/// Every error names file, line, key path, what was found and what is allowed.
package struct JSONReader {
    package let value: JSONValue
    /// The keys that lead to it, such as `spawner.recovery.max_retries`; empty for the document itself.
    package let path: String
    package let file: String?

    package init(_ value: JSONValue, path: String = "", file: String?) {
        self.value = value
        self.path = path
        self.file = file
    }

    /// Seconds above this are taken for a mistake: 30 years.
    private static let longest = 1e9

    package func string(_ allowed: String = "a text that is not empty") throws(InputError) -> String {
        guard case .string(let text) = value.content, !text.isEmpty else { throw mismatch(allowed) }
        // It would end an argument or a path early.
        guard !text.utf8.contains(0) else { throw mismatch("\(allowed) without \\u0000") }
        return text
    }

    /// A model's name, fit for an argument.
    package func model() throws(InputError) -> String {
        guard case .string(let name) = value.content, ModelName.isValid(name) else {
            throw mismatch(ModelName.allowed)
        }
        return name
    }

    package func bool() throws(InputError) -> Bool {
        guard case .bool(let value) = value.content else { throw mismatch("true or false") }
        return value
    }

    package func integer(_ range: ClosedRange<Int>) throws(InputError) -> Int {
        guard case .integer(let number) = value.content, range.contains(number) else {
            throw mismatch("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func number(atLeast least: Double) throws(InputError) -> Double {
        guard let number, number >= least else { throw mismatch("a number of at least \(Self.plain(least))") }
        return number
    }

    package func number(in range: ClosedRange<Double>) throws(InputError) -> Double {
        guard let number, range.contains(number) else {
            throw mismatch("a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))")
        }
        return number
    }

    /// A duration of zero or more.
    package func seconds() throws(InputError) -> Duration {
        guard let number, (0...Self.longest).contains(number) else { throw mismatch("seconds, from 0 to 1000000000") }
        return Duration(inSeconds: number)
    }

    /// A duration of more than zero.
    package func positiveSeconds() throws(InputError) -> Duration {
        guard let number, number > 0, number <= Self.longest else {
            throw mismatch("seconds, above 0 and at most 1000000000")
        }
        return Duration(inSeconds: number)
    }

    /// One of a fixed set of names.
    package func choice<Value>(_ choices: [(name: String, value: Value)]) throws(InputError) -> Value {
        if case .string(let text) = value.content, let found = choices.first(where: { $0.name == text }) {
            return found.value
        }
        throw mismatch("one of \(choices.map(\.name).joined(separator: ", "))")
    }

    package func choice<Value: RawRepresentable<String> & CaseIterable>(_: Value.Type) throws(InputError) -> Value {
        try choice(Value.allCases.map { ($0.rawValue, $0) })
    }

    package func elements() throws(InputError) -> [JSONReader] {
        guard case .array(let elements) = value.content else { throw mismatch("an array") }
        return elements.enumerated().map { JSONReader($1, path: "\(path)[\($0)]", file: file) }
    }

    package func strings() throws(InputError) -> [String] {
        var result: [String] = []
        for element in try elements() { result.append(try element.string()) }
        return result
    }

    /// An object with these keys, all of them optional.
    package func object(_ keys: [String]) throws(InputError) -> Fields {
        let members = try members("an object")
        for (place, member) in members.enumerated() {
            guard keys.contains(member.key) else {
                throw failure(
                    member.line, "unknown key '\(subpath(member.key))'; allowed are \(keys.joined(separator: ", "))")
            }
            if members[..<place].contains(where: { $0.key == member.key }) { throw repeated(member) }
        }
        return Fields(members: members, reader: self)
    }

    /// An object of a record of ours, which a later version may have written more keys into.
    package func record() throws(InputError) -> Fields {
        Fields(members: try members("an object"), reader: self)
    }

    /// An object whose keys are names of the user's choice.
    package func dictionary<Value>(
        _ read: (String, JSONReader) throws(InputError) -> Value
    ) throws(InputError) -> [String: Value] {
        var result: [String: Value] = [:]
        for member in try members("an object") {
            let value = try read(
                member.key, JSONReader(member.value, path: subpath(member.key), file: file))
            guard result.updateValue(value, forKey: member.key) == nil else { throw repeated(member) }
        }
        return result
    }

    package func mismatch(_ allowed: String) -> InputError {
        failure(value.line, "\(path.isEmpty ? "" : "\(path) is ")\(value.summary); allowed is \(allowed)")
    }

    package func failure(_ line: Int32, _ message: String) -> InputError {
        InputError(file: file, line: line > 0 ? Int(line) : nil, message: message)
    }

    /// Its number, whole or not; `nil` when it is none.
    var number: Double? {
        switch value.content {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    static func plain(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? String(number)
    }

    private func subpath(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private func members(_ allowed: String) throws(InputError) -> [JSONValue.Member] {
        guard case .object(let members) = value.content else { throw mismatch(allowed) }
        return members
    }

    private func repeated(_ member: JSONValue.Member) -> InputError {
        failure(member.line, "'\(subpath(member.key))' is there twice; each key is allowed once")
    }

    /// The members of an object that has been checked for unknown and repeated keys.
    package struct Fields {
        fileprivate let members: [JSONValue.Member]
        fileprivate let reader: JSONReader

        /// The keys that are there.
        package var keys: [String] { members.map(\.key) }

        /// The value of a key; `nil` when it is absent.
        package subscript(key: String) -> JSONReader? {
            members.first { $0.key == key }.map {
                JSONReader($0.value, path: reader.subpath(key), file: reader.file)
            }
        }

        /// The value of a key that must be there.
        package func required(_ key: String) throws(InputError) -> JSONReader {
            if let field = self[key] { return field }
            throw reader.failure(reader.value.line, "the key '\(reader.subpath(key))' is missing")
        }

        /// The value of a key for which null means the same as no key.
        package func unlessNull(_ key: String) -> JSONReader? {
            guard let field = self[key] else { return nil }
            if case .null = field.value.content { return nil }
            return field
        }
    }
}
