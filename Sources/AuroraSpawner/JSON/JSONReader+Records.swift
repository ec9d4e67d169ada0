/// What records of a run hold beside what people write: any text at all, counts and moments.
extension JSONReader {
    func text() throws(InputError) -> String {
        guard case .string(let text) = value.content else { throw mismatch("a text") }
        return text
    }

    /// Up to 2⁵³, so that counting on cannot overflow.
    func count() throws(InputError) -> Int { try integer(0...1 << 53) }

    /// Also a number that makes no sense, such as a refused command may hold.
    func anyInteger() throws(InputError) -> Int { try integer(Int.min...Int.max) }

    func int32() throws(InputError) -> Int32 { Int32(try integer(Int(Int32.min)...Int(Int32.max))) }

    func double() throws(InputError) -> Double {
        guard let number else { throw mismatch("a number") }
        return number
    }

    func duration() throws(InputError) -> Duration { Duration(inSeconds: try double()) }

    func moment() throws(InputError) -> Moment { .start + (try duration()) }
}
