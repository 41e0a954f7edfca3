/// Whether `scalar` lies in one of the runs of a table of first and last scalars, ascending.
///
/// Binary search: about ten steps for the largest table.
func rangeTable(_ table: [UInt32], contains scalar: UInt32) -> Bool {
    var low = 0
    var high = table.count / 2
    while low < high {
        let middle = (low &+ high) / 2
        if scalar < table[middle &* 2] {
            high = middle
        } else if scalar > table[middle &* 2 &+ 1] {
            low = middle &+ 1
        } else {
            return true
        }
    }
    return false
}
