internal import JavaScript

/// What scripts find besides ECMAScript and `callTool`, written in JavaScript and compiled once for the process.
enum Prelude {
    private static let source = """
        async function parallel(items, fn) {
          if (!Array.isArray(items)) throw new TypeError('parallel() requires an array');
          if (typeof fn !== 'function') throw new TypeError('parallel() requires a function');
          if (items.length > 100) throw new RangeError('parallel() is limited to 100 items');
          const promises = [];
          for (let i = 0; i < items.length; i++) promises.push(fn(items[i], i, items));
          return await Promise.all(promises);
        }
        """

    /// nil only if the engine cannot compile it, which the tests would show.
    static let program: Program? = try? Program.compile(script: source, name: "native")
}
