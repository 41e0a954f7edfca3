/// What every program begins with: `log` prints values in full, `t` turns an exception into a value.
enum Preamble {
    static let text = #"""
        const out = typeof process === "object" ? (s) => console.log(s) : print;
        function show(v, depth = 0) {
            if (typeof v === "string") return JSON.stringify(v);
            if (Object.is(v, -0)) return "-0";
            if (typeof v === "function") return "function " + v.name + "/" + v.length;
            if (typeof v === "symbol") return v.toString();
            if (typeof v !== "object" || v === null) return String(v);
            if (depth > 3) return "…";
            if (v instanceof Error) return v.name;
            if (v instanceof Date) return "Date " + v.getTime();
            let s = Array.isArray(v) ? "[" + v.length + "|" : "{";
            for (const k of Object.keys(v).slice(0, 20)) {
                let x;
                try { x = show(v[k], depth + 1); } catch (e) { x = "!" + e.name; }
                s += k + ":" + x + ",";
            }
            return s + "}";
        }
        let lines = 0;
        function log(...values) {
            if (++lines > 400) throw new Error("too much");
            out(values.map((x) => show(x)).join(" "));
            return values[0];
        }
        function t(f) { try { return f(); } catch (e) { return "!" + (e instanceof Error ? e.name : show(e)); } }
        function* g0() { yield 1; yield "b"; return 3; }

        """#
}
