internal import Glibc

/// Strings as C wants them for a new program: an array of pointers that ends with a null pointer.
@safe struct CStringVector: ~Copyable {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: some Collection<String>) {
        unsafe self.init(strings) { unsafe strdup($0) }
    }

    /// Of any bytes but null.
    init(bytes: some Collection<[UInt8]>) {
        unsafe self.init(bytes) { unsafe strdup($0.map(CChar.init(bitPattern:)) + [0]) }
    }

    private init<Text>(_ texts: some Collection<Text>, _ copy: (Text) -> UnsafeMutablePointer<CChar>?) {
        count = texts.count
        unsafe pointers = .allocate(capacity: texts.count + 1)
        for (index, text) in texts.enumerated() { unsafe (pointers + index).initialize(to: copy(text)) }
        unsafe (pointers + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { unsafe free(pointers[index]) }
        unsafe pointers.deallocate()
    }
}
