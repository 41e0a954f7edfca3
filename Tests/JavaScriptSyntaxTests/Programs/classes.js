// kind: script
class A {} class B extends A { } (class {}); (class C extends (A, B) {}); (class extends f() {});
class D extends A {
    constructor(a) { super(a); super.m(); super["n"]; super.x = 1; }
    m() {} static s() {} get g() {} set g(v) {} static get h() {} static set h(v) {}
    async a() {} *y() {} async *z() {} static async *w() {}
    x; y = 1; static z; static w = 2; [k] = 3; "str" = 4; 5 = 6; 'constructor2'() {}
    #p = 1; #m() { return this.#p; } get #g() { return #p in this; } set #g(v) {} static #s; static #t() {}
    static { this.#s = 1; var v; { let l; } } static {}
    static; get; set; async; static static; static get; static async; get get() {} static static() {}
    static() {} get() {} set() {} async() {} ;
    f = () => this; q = o => o?.#p.r;
}
