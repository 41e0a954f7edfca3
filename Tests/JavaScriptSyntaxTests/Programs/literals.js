// kind: script
null; true; false; this;
0; 1; 1.0; .5; 5.; 1e3; 1E-3; 1_000.000_1e1_0; 0x1F; 0o17; 0b101; 017; 089; 1.7976931348623157e308; 5e-324; 1e999;
9007199254740993; 0xFFFFFFFFFFFFFFFF;
0n; 1_000n; 0xFFn; 0o7n; 0b1n;
"double"; 'single'; "\n\t\r\b\f\v\0"; "\x41\u0042\u{1F600}"; "a\
b"; "\101\8"; "\ud800"; "é € 😀"; "\'\"\\\/";
/a+b/; /[/]\/(?<n>x)/giu; /=/;
