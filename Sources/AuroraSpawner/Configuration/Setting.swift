/// One key of a configuration: how it is read and how it is written.
///
/// A table of them is all that a part of a configuration needs; from it are made the keys it may have, reading and writing:
///
/// ```swift
/// static let settings: [Setting<BreakerSettings>] = [
///     Setting("failure_threshold", \.failureThreshold, .integer(1...1000)),
///     Setting("reset_timeout", \.resetTimeout, .seconds),
/// ]
/// ```
package struct Setting<Root>: Sendable {
    /// Its name in a file.
    package let key: String
    /// Whether programs, arguments or variables stand under it: somebody must agree to them before they are run.
    let isRun: Bool
    private let read: @Sendable (inout Root, JSONReader) throws(InputError) -> Void
    private let write: @Sendable (Root, inout JSONWriter) -> Void

    /// A key whose value is what stands in a property.
    init<Value>(_ key: String, _ property: any WritableKeyPath<Root, Value> & Sendable, _ form: SettingForm<Value>) {
        self.init(key, isRun: form.isRun) { (root, reader) throws(InputError) in
            root[keyPath: property] = try form.read(reader)
        } write: {
            $1.key(key)
            form.write($0[keyPath: property], &$1)
        }
    }

    /// A key that is written only where its value is not inherited.
    init<Value>(
        _ key: String, inherited property: any WritableKeyPath<Root, Value?> & Sendable, _ form: SettingForm<Value>
    ) {
        self.init(key, isRun: form.isRun) { (root, reader) throws(InputError) in
            root[keyPath: property] = try form.read(reader)
        } write: {
            guard let value = $0[keyPath: property] else { return }
            $1.key(key)
            form.write(value, &$1)
        }
    }

    /// An object of keys that belong to the same thing.
    init(_ key: String, group settings: [Setting]) {
        self.init(key, isRun: settings.contains(where: \.isRun)) { (root, reader) throws(InputError) in
            try reader.object(settings).read(settings, into: &root)
        } write: { root, writer in
            writer.key(key)
            writer.object { $0.fields(of: root, settings) }
        }
    }

    /// A key that is read and written in a way of its own; `write` writes the key too.
    init(
        _ key: String, isRun: Bool,
        read: @escaping @Sendable (inout Root, JSONReader) throws(InputError) -> Void,
        write: @escaping @Sendable (Root, inout JSONWriter) -> Void
    ) {
        self.key = key
        self.isRun = isRun
        self.read = read
        self.write = write
    }

    /// The same key where what it belongs to is a part of a whole, and has no object of its own there.
    func of<Whole>(_ part: any WritableKeyPath<Whole, Root> & Sendable) -> Setting<Whole> {
        Setting<Whole>(key, isRun: isRun) { [read] (whole, reader) throws(InputError) in
            try read(&whole[keyPath: part], reader)
        } write: { [write] in
            write($0[keyPath: part], &$1)
        }
    }

    /// Takes over what is said under its key, if something is.
    func take(_ fields: JSONReader.Fields, into root: inout Root) throws(InputError) {
        if let field = fields[key] { try read(&root, field) }
    }

    /// Takes over a value that is said elsewhere.
    func read(_ value: JSONReader, into root: inout Root) throws(InputError) { try read(&root, value) }

    /// Writes its key and its value.
    func put(_ root: Root, to writer: inout JSONWriter) { write(root, &writer) }
}

/// How a value stands in a configuration. Reading says what is allowed.
struct SettingForm<Value>: Sendable {
    /// See ``Setting/isRun``.
    var isRun = false
    let read: @Sendable (JSONReader) throws(InputError) -> Value
    let write: @Sendable (Value, inout JSONWriter) -> Void

    init(
        isRun: Bool = false, read: @escaping @Sendable (JSONReader) throws(InputError) -> Value,
        write: @escaping @Sendable (Value, inout JSONWriter) -> Void
    ) {
        self.isRun = isRun
        self.read = read
        self.write = write
    }

    /// The same, or null.
    static func orNull<Wrapped>(_ form: SettingForm<Wrapped>) -> Self where Value == Wrapped? {
        Self(isRun: form.isRun) { (reader) throws(InputError) in
            if case .null = reader.value.content { nil } else { try form.read(reader) }
        } write: { value, writer in
            if let value { form.write(value, &writer) } else { writer.value(String?.none) }
        }
    }

    /// An object that a table describes, which changes what is there without it.
    static func object(_ settings: [Setting<Value>], standard: @escaping @Sendable () -> Value) -> Self {
        Self(isRun: settings.contains(where: \.isRun)) { (reader) throws(InputError) in
            var value = standard()
            try reader.object(settings).read(settings, into: &value)
            return value
        } write: { value, writer in
            writer.object { $0.fields(of: value, settings) }
        }
    }

    /// An object with a member for each name.
    static func members<Member>(
        _ form: SettingForm<Member>
    ) -> Self where Value == [String: Member] {
        Self(isRun: form.isRun) { (reader) throws(InputError) in
            try reader.dictionary { (_, reader) throws(InputError) in try form.read(reader) }
        } write: { values, writer in
            writer.members(values) { form.write($1, &$0) }
        }
    }
}

extension SettingForm<Bool> {
    static var bool: Self {
        Self { (reader) throws(InputError) in
            try reader.bool()
        } write: {
            $1.value($0)
        }
    }
}

extension SettingForm<Int> {
    static func integer(_ range: ClosedRange<Int>) -> Self {
        Self { (reader) throws(InputError) in
            try reader.integer(range)
        } write: {
            $1.value($0)
        }
    }
}

extension SettingForm<Double> {
    static func number(in range: ClosedRange<Double>) -> Self {
        Self { (reader) throws(InputError) in
            try reader.number(in: range)
        } write: {
            $1.value($0)
        }
    }

    static func number(atLeast least: Double) -> Self {
        Self { (reader) throws(InputError) in
            try reader.number(atLeast: least)
        } write: {
            $1.value($0)
        }
    }
}

extension SettingForm<Duration> {
    /// Zero or more.
    static var seconds: Self {
        Self { (reader) throws(InputError) in
            try reader.seconds()
        } write: {
            $1.value($0)
        }
    }

    static var positiveSeconds: Self {
        Self { (reader) throws(InputError) in
            try reader.positiveSeconds()
        } write: {
            $1.value($0)
        }
    }
}

extension SettingForm<String> {
    static var model: Self {
        Self { (reader) throws(InputError) in
            try reader.model()
        } write: {
            $1.value($0)
        }
    }

    /// A directory in which something is run.
    static var directory: Self {
        Self(isRun: true) { (reader) throws(InputError) in
            try reader.string("a directory")
        } write: {
            $1.value($0)
        }
    }

    /// One of some names.
    static func name(of names: [String]) -> Self {
        Self { (reader) throws(InputError) in
            try reader.choice(names.map { ($0, $0) })
        } write: {
            $1.value($0)
        }
    }
}

extension SettingForm<[String]> {
    /// Arguments of a program.
    static var arguments: Self {
        Self(isRun: true) { (reader) throws(InputError) in
            try reader.strings()
        } write: {
            $1.values($0)
        }
    }

    /// Error patterns, each of them one that can be used.
    static var patterns: Self {
        Self { (reader) throws(InputError) in
            var patterns: [String] = []
            for element in try reader.elements() {
                let pattern = try element.string()
                if let complaint = OutputClassifier.complaint(about: pattern) {
                    throw element.failure(
                        element.value.line,
                        "\(element.path) is the pattern '\(pattern)', which cannot be used: \(complaint); allowed are "
                            + "regular expressions without look-around and back-references that match at least one "
                            + "character")
                }
                patterns.append(pattern)
            }
            return patterns
        } write: {
            $1.values($0)
        }
    }
}

extension SettingForm where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// One of the words of an enumeration.
    static var choice: Self {
        Self { (reader) throws(InputError) in
            try reader.choice(Value.self)
        } write: {
            $1.value($0.rawValue)
        }
    }
}

extension JSONReader {
    /// An object that a table describes, and perhaps some keys beside it.
    func object<Root>(_ settings: [Setting<Root>], beside others: [String] = []) throws(InputError) -> Fields {
        try object(others + settings.map(\.key))
    }
}

extension JSONReader.Fields {
    /// What the fields say, in the order of the table.
    func read<Root>(_ settings: [Setting<Root>], into root: inout Root) throws(InputError) {
        for setting in settings { try setting.take(self, into: &root) }
    }
}

extension JSONWriter {
    /// The fields of an object that a table describes.
    mutating func fields<Root>(of root: Root, _ settings: [Setting<Root>]) {
        for setting in settings { setting.put(root, to: &self) }
    }

    /// An array of texts.
    mutating func values(_ values: [String]) { array { writer in for value in values { writer.value(value) } } }

    /// An object with a member for each name.
    mutating func members<Value>(_ values: [String: Value], _ write: (inout JSONWriter, Value) -> Void) {
        object { writer in
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                write(&writer, value)
            }
        }
    }
}
