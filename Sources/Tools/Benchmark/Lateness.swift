import Foundation
import Sandbox

/// How late runs end that would go on for ever in builtins with much to do.
enum Lateness {
    private static let timeout = Duration.milliseconds(300)

    /// One line a program: how it ended, and the milliseconds after its deadline. Sorted, the latest last.
    static func measure() async {
        var limits = EnclaveLimits(.standard)
        limits.fuel = .max
        limits.timeout = timeout
        limits.heapBytesMax = 256 << 20
        let enclave = Enclave(limits: limits)
        var rows: [(late: Double, text: String)] = []
        for program in programs {
            let result = await enclave.run(program)
            let late = (result.stats.duration - timeout) / .milliseconds(1)
            let code = result.error.map { "\($0.code)" } ?? "success"
            rows.append(
                (late, "{\"late\":\(String(format: "%.1f", late)),\"end\":\"\(code)\",\"program\":\"\(program)\"}"))
        }
        for row in rows.sorted(by: { $0.late < $1.late }) { print(row.text) }
    }

    private static let programs = [
        #"const s='a'.repeat(1<<24), t='a'.repeat(1<<20)+'b'; while(true) s.indexOf(t);"#,
        #"const s='a'.repeat(1<<24), t='b'+'a'.repeat(1<<20); while(true) s.lastIndexOf(t);"#,
        #"const s='a'.repeat(1<<24), t='a'.repeat(1<<20)+'b'; while(true) s.split(t);"#,
        #"const s='a'.repeat(1<<23); while(true) s.replaceAll('a','');"#,
        #"const s='a'.repeat(1<<23); while(true) s.replaceAll('a','bb');"#,
        #"const s='a'.repeat(1<<22); while(true) s.split('');"#,
        #"const s='a'.repeat(1<<23); while(true) s.toUpperCase();"#,
        #"const s='\u0130'.repeat(1<<22); while(true) s.toLowerCase();"#,
        #"const s='a\u0301'.repeat(1<<21); while(true) s.normalize('NFD');"#,
        #"const a=new Array(1e6).fill(1); while(true) a.sort();"#,
        #"const a=Array.from({length:3e5},(_, i)=>'k'+(i*7919%300007)); while(true) a.slice().sort();"#,
        #"const a=new Array(1e6).fill(1); while(true) a.join();"#,
        #"const a=new Array(1e6).fill(1); while(true) a.indexOf(2);"#,
        #"const a=new Array(1e6).fill(1); while(true) a.includes(2);"#,
        #"const a=new Array(1e6).fill(1); while(true) a.reverse();"#,
        #"const a=new Array(1e6).fill({}); while(true) JSON.stringify(a);"#,
        #"const a='['+'1,'.repeat(1e6)+'1]'; while(true) JSON.parse(a);"#,
        #"const a='"'+'\\u0041'.repeat(1e6)+'"'; while(true) JSON.parse(a);"#,
        #"const a=new Array(1e6).fill(1); while(true) a.concat(a);"#,
        #"const a=new Array(1e6).fill(1); while(true) a.slice();"#,
        #"const a=new Array(1e6).fill(1); while(true) a.splice(0,1,2,3);"#,
        #"const a=new Array(1e6).fill(1); while(true) a.unshift(1);"#,
        #"const a=new Array(1e6).fill(1); while(true) {a.shift(); a.push(1)};"#,
        #"const o={}; for(let i=0;i<2e5;i++) o['k'+i]=i; while(true) Object.keys(o);"#,
        #"const o={}; for(let i=0;i<2e5;i++) o['k'+i]=i; while(true) Object.assign({},o);"#,
        #"const o={}; for(let i=0;i<2e5;i++) o['k'+i]=i; while(true) ({...o});"#,
        #"const o={}; for(let i=0;i<2e5;i++) o['k'+i]=i; while(true) for (const k in o) {};"#,
        #"const m=new Map(); for(let i=0;i<3e5;i++) m.set(i,i); while(true) new Map(m);"#,
        #"const m=new Set(); for(let i=0;i<3e5;i++) m.add(i); while(true) m.union(m);"#,
        #"const a=new Array(4294967295); while(true) a.indexOf(1);"#,
        #"const a=new Array(4294967295); while(true) a.fill(1);"#,
        #"const a={length:2**53-1}; while(true) Array.prototype.indexOf.call(a,1);"#,
        #"const a={length:2**53-1}; while(true) Array.prototype.reverse.call(a);"#,
        #"const a={length:2**53-1}; while(true) Array.prototype.join.call(a);"#,
        #"let s='a'; while(true) { s=s+s; if(s.length>1<<23) s='a'; s.at(0) };"#,
        #"const s='a'.repeat(1<<23); while(true) { const r=s+'b'+s; r.charCodeAt(1) };"#,
        #"const s='ab'.repeat(1<<22); while(true) s.localeCompare(s+'c');"#,
        #"const s='ab'.repeat(1<<22); while(true) s === ('ab'.repeat(1<<22));"#,
        #"const s='ab'.repeat(1<<22); while(true) encodeURIComponent(s);"#,
        #"const s='1'.repeat(1<<22); while(true) Number(s);"#,
        #"const s='1'.repeat(1<<22); while(true) parseFloat(s);"#,
        #"const s='1'.repeat(1<<22); while(true) parseInt(s, 7);"#,
        #"const s=' '.repeat(1<<23); while(true) s.trim();"#,
        #"const s='a'.repeat(1<<22); while(true) [...s];"#,
        #"const s='a'.repeat(1<<20); const o={}; while(true) o[s+Math.random()]=1;"#,
        #"const a=new Array(3e5).fill(0); while(true) Math.max(...a);"#,
        #"const a=new Array(3e5).fill(0); while(true) String.fromCharCode.apply(null,a);"#,
        #"while(true) 'x'.padEnd(1<<24,'ab');"#,
        #"let a=[]; for(let i=0;i<1e6;i++) a.push([]); while(true) {structured: JSON.stringify(a)};"#,
        #"let o=null; for(let i=0;i<5e5;i++) o={o}; while(true) {o={o}};"#,
        #"const a=new Array(1e6).fill('x'); while(true) a.toString();"#,
        #"const a=[]; a[1e6]=1; while(true) a.flat();"#,
        #"const a=new Array(1000).fill(new Array(1000).fill(1)); while(true) a.flat();"#,
        #"const a=new Array(1e6).fill(1); while(true) a.copyWithin(0,1);"#,
        #"const a=new Array(1e6).fill(1); while(true) a.toSorted();"#,
        #"const a=new Array(1e6).fill(1); while(true) a.toSpliced(1,1);"#,
        #"const a=new Array(1e6).fill(1); while(true) a.with(1,1);"#,
        #"const a=new Array(1e6).fill(1); while(true) Array.from(a);"#,
        #"const a=new Array(1e6).fill(1); while(true) Object.freeze(a.slice());"#,
        #"const a=new Array(1e6).fill(1); while(true) Object.entries(a);"#,
        #"const a=new Array(1e6).fill(1); while(true) { const [b,...c]=a; };"#,
        #"const a=new Array(2e5).fill(1); while(true) { ((...r)=>r)(...a); };"#,
        #"const s='(a'.repeat(1e5); while(true) { new Function(s) };"#,
        #"throw new Error('x'.repeat(1<<24));"#,
        #"const e=new Error(); const f=(n)=>n?f(n-1):new Error('x'); while(true) f(5000).stack;"#,
        #"console.log('x'.repeat(1<<25));"#,
        #"while(true) (1.5).toFixed(100)+(1e21).toString(2);"#,
        #"while(true) Symbol('x'.repeat(1<<20)).toString();"#,
    ]
}
