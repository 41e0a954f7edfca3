// The methods that combine a set with another set-like object: JavaScript, since `size`, `has` and `keys` of the other
// are anybody's. `$setRecord(set, other)` is an array of other, its size, `has` and `keys`, after the receiver has been
// checked; `$setCursor` and `$setNext` walk over the set as it changes.
extension SetPrototype {
    /// https://tc39.es/ecma262/#sec-set.prototype.union
    static let unionSource = """
        function (other) {
            const record = $setRecord(this, other, 'union');
            const keys = $setKeys(record), next = keys.next;
            const result = $setCopy(this);
            for (;;) {
                const step = $call(next, keys);
                $checkStep(step);
                if (step.done) return result;
                $setAdd(result, step.value);
            }
        }
        """

    /// https://tc39.es/ecma262/#sec-set.prototype.intersection
    static let intersectionSource = """
        function (other) {
            const record = $setRecord(this, other, 'intersection');
            const result = $newSet();
            if ($setSize(this) <= record[1]) {
                const cursor = $setCursor(this);
                while ($setNext(cursor)) {
                    const value = cursor[2];
                    if ($call(record[2], other, value)) $setAdd(result, value);
                }
                return result;
            }
            const keys = $setKeys(record), next = keys.next;
            for (;;) {
                const step = $call(next, keys);
                $checkStep(step);
                if (step.done) return result;
                const value = step.value;
                if ($setHas(this, value)) $setAdd(result, value);
            }
        }
        """

    /// https://tc39.es/ecma262/#sec-set.prototype.difference
    static let differenceSource = """
        function (other) {
            const record = $setRecord(this, other, 'difference');
            if ($setSize(this) <= record[1]) {
                const result = $setCopy(this), cursor = $setCursor(this);
                while ($setNext(cursor)) {
                    const value = cursor[2];
                    if ($call(record[2], other, value)) $setDelete(result, value);
                }
                return result;
            }
            const keys = $setKeys(record), next = keys.next;
            const result = $setCopy(this);
            for (;;) {
                const step = $call(next, keys);
                $checkStep(step);
                if (step.done) return result;
                $setDelete(result, step.value);
            }
        }
        """

    /// https://tc39.es/ecma262/#sec-set.prototype.symmetricdifference
    static let symmetricDifferenceSource = """
        function (other) {
            const record = $setRecord(this, other, 'symmetricDifference');
            const keys = $setKeys(record), next = keys.next;
            const result = $setCopy(this);
            for (;;) {
                const step = $call(next, keys);
                $checkStep(step);
                if (step.done) return result;
                const value = step.value;
                if ($setHas(this, value)) $setDelete(result, value); else $setAdd(result, value);
            }
        }
        """

    /// https://tc39.es/ecma262/#sec-set.prototype.issubsetof
    static let isSubsetOfSource = """
        function (other) {
            const record = $setRecord(this, other, 'isSubsetOf');
            if ($setSize(this) > record[1]) return false;
            const cursor = $setCursor(this);
            while ($setNext(cursor)) if (!$call(record[2], other, cursor[2])) return false;
            return true;
        }
        """

    /// https://tc39.es/ecma262/#sec-set.prototype.issupersetof
    static let isSupersetOfSource = """
        function (other) {
            const record = $setRecord(this, other, 'isSupersetOf');
            if ($setSize(this) < record[1]) return false;
            const keys = $setKeys(record), next = keys.next;
            for (;;) {
                const step = $call(next, keys);
                $checkStep(step);
                if (step.done) return true;
                if (!$setHas(this, step.value)) { $closeIterator(keys); return false; }
            }
        }
        """

    /// https://tc39.es/ecma262/#sec-set.prototype.isdisjointfrom
    static let isDisjointFromSource = """
        function (other) {
            const record = $setRecord(this, other, 'isDisjointFrom');
            if ($setSize(this) <= record[1]) {
                const cursor = $setCursor(this);
                while ($setNext(cursor)) if ($call(record[2], other, cursor[2])) return false;
                return true;
            }
            const keys = $setKeys(record), next = keys.next;
            for (;;) {
                const step = $call(next, keys);
                $checkStep(step);
                if (step.done) return true;
                if ($setHas(this, step.value)) { $closeIterator(keys); return false; }
            }
        }
        """
}
